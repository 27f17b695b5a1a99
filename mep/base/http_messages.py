"""What goes out to another system, what comes back, and what may go wrong."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

METHODS = ("GET", "POST", "PUT", "DELETE")
MAX_BODY_BYTES = 64 * 1024
FORBIDDEN_HEADERS = frozenset({"host", "content-length", "connection", "transfer-encoding"})

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_URL_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class FetchRefused(Exception):
    """A call that may not be made.

    ``kind`` is ``url``, ``method``, ``header``, ``body`` or ``address``.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class FetchFailed(Exception):
    """A call that brought no usable answer.

    ``kind`` is ``dns``, ``connect``, ``tls``, ``timeout``, ``network``, ``redirect``, ``too_large``
    or ``encoding``.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A call to make; ``private_headers`` names those that no redirect takes to another host."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    private_headers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What came back; ``url`` is the one that answered in the end."""

    status: int
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's value, empty when it is missing."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def content_type(self) -> str:
        """Return the content type without parameters, in lower case."""
        return self.header("content-type").split(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """Return the charset the answer claims, empty when it claims none."""
        found = _CHARSET.search(self.header("content-type"))
        return found.group(1).lower() if found else ""


def check_request(request: HttpRequest) -> None:
    """Refuse a request that may not be sent as it is."""
    if request.method not in METHODS:
        raise FetchRefused("method", f"the method {request.method[:20]} is not allowed")
    if request.body is not None and len(request.body) > MAX_BODY_BYTES:
        raise FetchRefused("body", f"the body is longer than {MAX_BODY_BYTES} bytes")
    for name, value in request.headers:
        _check_header(name, value)


def check_url(url: str) -> SplitResult:
    """Refuse what is not a complete http or https address."""
    if _URL_CONTROL.search(url):
        raise FetchRefused("url", "the address contains a space or a control character")
    try:
        parts = urlsplit(url)
        has_place = parts.hostname and parts.port != 0
    except ValueError as error:
        raise FetchRefused("url", f"the address is not valid: {error}") from None
    if parts.scheme not in {"http", "https"} or not has_place:
        raise FetchRefused("url", "the address must begin with http:// or https:// and a host")
    return parts


def _check_header(name: str, value: str) -> None:
    if not _HEADER_NAME.fullmatch(name):
        raise FetchRefused("header", f"the header name {name[:40]!r} is not valid")
    if name.lower() in FORBIDDEN_HEADERS:
        raise FetchRefused("header", f"the header {name} may not be set")
    if _CONTROL.search(value):
        raise FetchRefused("header", f"the header {name} contains a control character")
