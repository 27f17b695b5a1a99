"""Performs calls to web addresses, for HTTP Poke and Get External Data."""

import hashlib
import hmac
import secrets
import time
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from flows.engine.effects import CallHttp
from flows.performers import Result, Task, performs
from mep.base.addresses import Network, parse_networks
from mep.base.external_data import DataRefused, ExternalData, read_external_data
from mep.base.extracting import NothingThere, extract
from mep.base.fetch import FetchFailed, FetchRefused, HttpAnswer, HttpRequest, fetch
from mep.base.ids import new_request_id

FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = {"poke": 1_800.0, "data": 30.0}
JITTER = 0.2
PASSING_FAILURES = frozenset({"dns", "connect", "tls", "timeout", "network"})
TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500
NO_CONTENT = 204

SecretFinder = Callable[[int, str], str | None]

_secret_finders: list[SecretFinder] = []


class SecretMissing(Exception):
    """A secret that is named but not stored."""


def finds_secrets(function: SecretFinder) -> SecretFinder:
    """Register who knows the stored secrets of an account, by name."""
    _secret_finders.append(function)
    return function


@performs("call_http")
def call_http(task: Task) -> Result:
    """Make one attempt; say whether it is to be tried again."""
    effect = cast("CallHttp", task.effect)
    began, request_id = time.monotonic(), new_request_id()
    try:
        answer = _answer(task, effect, request_id)
    except SecretMissing as error:
        return _failed("missing", str(error), request_id)
    except FetchRefused as error:
        reason = "request" if error.kind in {"header", "body"} else "url"
        return _failed(reason, str(error), request_id)
    except FetchFailed as error:
        failed = _failed("http", str(error), request_id)
        return _again(task, began, failed) if error.kind in PASSING_FAILURES else failed
    if not _is_success(answer):
        words = f"The web address answered {answer.status}"
        failed = _failed("http", words, request_id, status=answer.status)
        return _again(task, began, failed) if _may_pass(effect, answer.status) else failed
    return _read(effect, answer, request_id)


def _answer(task: Task, effect: CallHttp, request_id: str) -> HttpAnswer:
    """Take the answer from the cache if the author allows it, else call."""
    key = _cache_key(task, effect) if effect.cache_seconds else ""
    known: HttpAnswer | None = cache.get(key) if key else None
    if known is not None:
        return known
    answer = fetch(
        _request(task, effect, request_id),
        allowed_networks=_allowed_networks(tuple(settings.MEP_HTTP_ALLOWED_NETWORKS)),
        timeout=effect.timeout_seconds,
    )
    if key and _is_success(answer):
        cache.set(key, answer, effect.cache_seconds)
    return answer


def _request(task: Task, effect: CallHttp, request_id: str) -> HttpRequest:
    body = effect.body.encode() if effect.body else None
    own = {"X-Request-ID": request_id}
    if effect.idempotent:
        own["Idempotency-Key"] = salted_hmac("flows.effect", str(task.id)).hexdigest()
    private = _login(task.account_id, effect) | _signature(task.account_id, effect, body or b"")
    replaced = {name.lower() for name in (*own, *private)}
    kept = [pair for pair in effect.headers if pair[0].lower() not in replaced]
    headers = (*kept, *own.items(), *private.items())
    return HttpRequest(effect.method, effect.url, headers, body, frozenset(private))


def _login(account_id: int, effect: CallHttp) -> dict[str, str]:
    if not effect.auth:
        return {}
    secret = _find_secret(account_id, effect.auth["secret"])
    match effect.auth["mode"]:
        case "basic":
            pair = b64encode(f"{effect.auth['login']}:{secret}".encode()).decode()
            return {"Authorization": f"Basic {pair}"}
        case "bearer":
            return {"Authorization": f"Bearer {secret}"}
    return {effect.auth["header"]: secret}


def _signature(account_id: int, effect: CallHttp, body: bytes) -> dict[str, str]:
    """Sign the body, so that the other side knows it is ours and unchanged."""
    if not effect.sign:
        return {}
    secret = _find_secret(account_id, effect.sign["secret"]).encode()
    digest = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return {effect.sign["header"]: f"sha256={digest}"}


def _find_secret(account_id: int, name: str) -> str:
    for find in _secret_finders:
        found = find(account_id, name)
        if found is not None:
            return found
    raise SecretMissing(f"The secret {name} is not stored")


def _again(task: Task, began: float, failed: Result) -> Result:
    """Try again after a pause, unless there were enough attempts or the time is over."""
    effect = cast("CallHttp", task.effect)
    pause = _pause_seconds(effect.retry, task.attempts)
    over = task.age.total_seconds() + time.monotonic() - began + pause
    is_enough = effect.attempts and task.attempts >= effect.attempts
    if is_enough or over > effect.give_up_after_seconds:
        return failed
    return Result(
        ok=False,
        reason=failed.reason,
        message=failed.message,
        data=failed.data,
        retry_after=timedelta(seconds=pause),
    )


def _pause_seconds(retry: str, attempts: int) -> float:
    pause = min(LONGEST_PAUSE_SECONDS[retry], FIRST_PAUSE_SECONDS * 2.0 ** min(attempts - 1, 16))
    luck = secrets.randbelow(1_001) / 1_000
    return pause * (1 - JITTER + 2 * JITTER * luck)


def _is_success(answer: HttpAnswer) -> bool:
    return 200 <= answer.status < 300  # noqa: PLR2004  as HTTP has it


def _may_pass(effect: CallHttp, status: int) -> bool:
    return effect.retry == "data" or status == TOO_MANY_REQUESTS or status >= SERVER_ERROR


def _read(effect: CallHttp, answer: HttpAnswer, request_id: str) -> Result:
    """Read what the author wants to keep of an answer."""
    facts: dict[str, Any] = {
        "status": answer.status,
        "content_type": answer.content_type,
        "request_id": request_id,
    }
    if not effect.read_into or (answer.status == NO_CONTENT and not answer.body):
        return Result(ok=True, data=facts)
    try:
        read = read_external_data(
            answer.body,
            answer.content_type,
            answer.charset,
            scope=effect.read_into,
            prefix=effect.prefix,
        )
    except DataRefused as error:
        return _failed("data", str(error), request_id, status=answer.status)
    extracted, missed = _extract(effect, read)
    warnings = [*read.warnings, *missed]
    found = {"variables": read.variables, "extracted": extracted, "warnings": warnings}
    return Result(ok=True, data=facts | found)


def _extract(effect: CallHttp, read: ExternalData) -> tuple[list[tuple[str, str, Any]], list[str]]:
    """Take single values out; a path that leads nowhere gives null and a warning."""
    extracted, missed = [], []
    for row in effect.extract:
        value = None
        try:
            value = extract(read.tree, row["path"])
        except NothingThere as error:
            missed.append(str(error))
        extracted.append((row["scope"], row["key"], value))
    return extracted, missed


def _failed(reason: str, message: str, request_id: str, **facts: int) -> Result:
    words = message[:1].upper() + message[1:]
    return Result(ok=False, reason=reason, message=words, data={"request_id": request_id} | facts)


def _cache_key(task: Task, effect: CallHttp) -> str:
    asked = (task.account_id, effect.url, effect.headers, sorted(effect.auth.items()))
    return f"http:{hashlib.sha256(repr(asked).encode()).hexdigest()}"


@lru_cache(maxsize=8)
def _allowed_networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    return parse_networks(texts)
