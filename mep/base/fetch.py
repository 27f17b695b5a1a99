"""Calls of services to other systems over HTTP, safe against whatever those answer.

A name is looked up once and the connection goes to the address that was checked, anew on every
redirect. The whole call has one deadline, and more than the allowed bytes are never read.
"""

import ssl
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from urllib.parse import SplitResult, urljoin

import requests
import urllib3
from requests.structures import CaseInsensitiveDict

from mep.base.addresses import NameUnknown, Network, find_addresses, is_callable
from mep.base.http_body import read_body
from mep.base.http_messages import (
    FetchFailed,
    FetchRefused,
    HttpAnswer,
    HttpRequest,
    check_request,
    check_url,
)
from mep.base.pinned import CONNECT_SECONDS, Call, TooManyBytes, adapter, limited

__all__ = ["FetchFailed", "FetchRefused", "HttpAnswer", "HttpRequest", "fetch"]

DEADLINE_SECONDS = 15.0
MAX_ANSWER_BYTES = 1_000_000
MAX_REDIRECTS = 3
HEAD_BYTES = 256 * 1024
FRAMING_FACTOR = 4

_DEFAULT_HEADERS = {"User-Agent": "MEP", "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
_PRIVATE_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
_BODY_HEADERS = frozenset({"content-type", "content-encoding", "content-language"})
_KEEPS_METHOD = frozenset({307, 308})
_REDIRECTS = frozenset({301, 302, 303}) | _KEEPS_METHOD
_SEE_OTHER = 303
_PORTS = {"http": 80, "https": 443}


def fetch(
    request: HttpRequest,
    *,
    allowed_networks: Sequence[Network] = (),
    timeout: float = DEADLINE_SECONDS,
    max_bytes: int = MAX_ANSWER_BYTES,
) -> HttpAnswer:
    """Make a call, follow at most three redirects, and return the answer whatever its status.

    ``FetchRefused`` says that the call may not be made at all, ``FetchFailed`` that no answer could
    be had this time.
    """
    check_request(request)
    call = Call(timeout, HEAD_BYTES + FRAMING_FACTOR * max_bytes)
    with limited(call), _translated(call, max_bytes):
        for _ in range(MAX_REDIRECTS + 1):
            answer = _ask(request, call, allowed_networks, max_bytes)
            if isinstance(answer, HttpAnswer):
                return answer
            request = answer
    raise FetchFailed("redirect", f"the address redirects more than {MAX_REDIRECTS} times")


def _ask(
    request: HttpRequest, call: Call, allowed: Sequence[Network], max_bytes: int
) -> HttpAnswer | HttpRequest:
    """Make one exchange; return the answer, or the request it redirects to."""
    parts = check_url(request.url)
    _pin(parts, call, allowed)
    prepared = _prepare(request)
    timeouts = (min(CONNECT_SECONDS, call.give_time()), call.give_time())
    with closing(adapter().send(prepared, stream=True, timeout=timeouts)) as response:
        location = response.headers.get("location")
        if response.status_code in _REDIRECTS and location:
            return _redirected(request, response.status_code, location)
        body = read_body(response, max_bytes)
        return HttpAnswer(response.status_code, request.url, _headers_of(response), body)


def _pin(parts: SplitResult, call: Call, allowed: Sequence[Network]) -> None:
    """Look the host up and have the connection go to what was found, if that may be called."""
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    try:
        addresses = find_addresses(host, port, min(CONNECT_SECONDS, call.give_time()))
    except NameUnknown as error:
        raise FetchFailed("dns", str(error)) from None
    if not all(is_callable(address, allowed) for address in addresses):
        raise FetchRefused("address", f"{host} leads to an address that may not be called")
    call.addresses = addresses


def _prepare(request: HttpRequest) -> requests.PreparedRequest:
    headers = CaseInsensitiveDict(_DEFAULT_HEADERS)
    headers.update(_join_repeated(request.headers))
    outgoing = requests.Request(request.method, request.url, headers=headers, data=request.body)
    try:
        return outgoing.prepare()
    except (requests.RequestException, UnicodeError):
        raise FetchRefused("url", "the address is not valid") from None


def _join_repeated(pairs: tuple[tuple[str, str], ...]) -> CaseInsensitiveDict[str]:
    headers: CaseInsensitiveDict[str] = CaseInsensitiveDict()
    for name, value in pairs:
        # Headers travel as Latin-1; characters outside it go as the bytes of UTF-8.
        wire = value.strip().encode(errors="replace").decode("latin-1")
        headers[name] = f"{headers[name]}, {wire}" if name in headers else wire
    return headers


def _redirected(request: HttpRequest, status: int, location: str) -> HttpRequest:
    """Return the request a redirect asks for: the same scheme or https, secrets kept at home."""
    target = _join(request.url, location)
    before, after = check_url(request.url), check_url(target)
    if before.scheme == "https" and after.scheme == "http":
        raise FetchFailed("redirect", "the address redirects from https to http")
    dropped = set() if _is_same_host(before, after) else _PRIVATE_HEADERS | _lower(request)
    if _becomes_get(request.method, status):
        request = replace(request, method="GET", body=None)
        dropped = dropped | _BODY_HEADERS
    kept = tuple(pair for pair in request.headers if pair[0].lower() not in dropped)
    return replace(request, url=target, headers=kept)


def _join(url: str, location: str) -> str:
    try:
        return urljoin(url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
    except ValueError:
        raise FetchRefused("url", "the address redirects to one that is not valid") from None


def _lower(request: HttpRequest) -> set[str]:
    return {name.lower() for name in request.private_headers}


def _is_same_host(before: SplitResult, after: SplitResult) -> bool:
    """Compare name and port; going from http to https at their own ports changes nothing."""
    if before.hostname != after.hostname:
        return False
    ports = [parts.port or _PORTS[parts.scheme] for parts in (before, after)]
    schemes = [before.scheme, after.scheme]
    return ports[0] == ports[1] or (ports == [80, 443] and schemes == ["http", "https"])


def _becomes_get(method: str, status: int) -> bool:
    if status in _KEEPS_METHOD or method == "GET":
        return False
    return status == _SEE_OTHER or method == "POST"


def _headers_of(response: requests.Response) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in response.headers.items())


@contextmanager
def _translated(call: Call, max_bytes: int) -> Iterator[None]:
    """Turn what the network and its libraries raise into our own words."""
    try:
        yield
    except TooManyBytes:
        raise FetchFailed("too_large", f"the answer is longer than {max_bytes} bytes") from None
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        kind = _kind_of(error, call)
        raise FetchFailed(kind, _WORDS[kind]) from error


_WORDS = {
    "timeout": "the other system did not answer in time",
    "tls": "the certificate of the other system could not be verified",
    "connect": "the other system could not be reached",
    "network": "the connection broke or the answer was not proper HTTP",
}


_TLS_ERRORS = (requests.exceptions.SSLError, urllib3.exceptions.SSLError, ssl.SSLError)
_TIME_ERRORS = (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)


def _kind_of(error: Exception, call: Call) -> str:
    # A NewConnectionError is a timeout to urllib3, so it goes first.
    if _is_unreached(error):
        return "connect"
    if call.seconds_left <= 0 or isinstance(error, _TIME_ERRORS):
        return "timeout"
    return "tls" if isinstance(error, _TLS_ERRORS) else "network"


def _is_unreached(error: Exception) -> bool:
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)
