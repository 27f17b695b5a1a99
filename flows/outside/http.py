"""Performs calls to web addresses, for HTTP Poke and Get External Data."""

from functools import lru_cache
from typing import cast

from django.conf import settings

from flows.engine.effects import CallHttp
from flows.outside import caching, reading, retries
from flows.outside.attempts import Attempt
from flows.outside.requesting import prepare
from flows.outside.signing import SecretMissing
from flows.performers import Result, Task, performs
from mep.base.addresses import Network, parse_networks
from mep.base.external_data import DataRefused
from mep.base.fetch import FetchFailed, FetchRefused, HttpAnswer, fetch

UNREADABLE = frozenset({"too_large", "encoding"})
REFUSALS = {"header": "request", "body": "request", "method": "request"}


@performs("call_http")
def call_http(task: Task) -> Result:
    """Make one attempt; say whether it is to be tried again."""
    call = cast("CallHttp", task.effect)
    if retries.is_used_up(call, task.attempts):
        words = "Nobody knows whether the request arrived, so it was not sent again"
        return Result(ok=False, reason="http", message=words)
    try:
        attempt = Attempt(task.attempts, prepare(task, call))
    except SecretMissing as error:
        return Result(ok=False, reason="missing", message=str(error))
    key = caching.find_key(task.account_id, call, attempt.ready)
    known = caching.find(key)
    if known is None:
        return _asked(task, attempt, key)
    attempt.answer, attempt.is_reused = known, True
    return _read(call, attempt, known)


def _asked(task: Task, attempt: Attempt, key: str) -> Result:
    """Send the request."""
    call = cast("CallHttp", task.effect)
    try:
        attempt.answer = fetch(
            attempt.ready.request,
            allowed_networks=_networks(tuple(settings.MEP_HTTP_ALLOWED_NETWORKS)),
            timeout=call.timeout_seconds,
        )
    except FetchRefused as error:
        return attempt.failed(REFUSALS.get(error.kind, "url"), str(error))
    except FetchFailed as error:
        reason = "data" if error.kind in UNREADABLE else "http"
        if error.kind not in retries.PASSING_FAILURES:
            return attempt.failed(reason, str(error))
        return _failed(task, attempt, str(error))
    return _judged(task, attempt, attempt.answer, key)


def _judged(task: Task, attempt: Attempt, answer: HttpAnswer, key: str) -> Result:
    """Tell success from failure; any 2xx is success."""
    call = cast("CallHttp", task.effect)
    if 200 <= answer.status < 300:  # noqa: PLR2004  as HTTP has it
        result = _read(call, attempt, answer)
        if result.ok:
            caching.keep(key, answer, call.cache_seconds)
        return result
    words = f"The web address answered {answer.status}"
    if not retries.may_pass(call, answer.status):
        return attempt.failed("http", words)
    return _failed(task, attempt, words, retries.asked_pause_seconds(answer))


def _failed(task: Task, attempt: Attempt, words: str, asked_seconds: float = 0.0) -> Result:
    """Try again after a pause, unless there were enough attempts or the time is over."""
    gone = task.age.total_seconds() + attempt.seconds
    call = cast("CallHttp", task.effect)
    return attempt.failed(
        "http", words, retries.find_pause(call, task.attempts, gone, asked_seconds)
    )


def _read(call: CallHttp, attempt: Attempt, answer: HttpAnswer) -> Result:
    try:
        return attempt.succeeded(reading.read(call, answer))
    except DataRefused as error:
        return attempt.failed("data", str(error))


@lru_cache(maxsize=8)
def _networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    return parse_networks(texts)
