"""When a call is tried again: decided here, scheduled by the loop, never slept."""

import random
from datetime import timedelta

from flows.engine.effects import CallHttp
from mep.base.fetch import HttpAnswer

FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = {"poke": 3_600.0, "data": 30.0}
SHORTEST_PAUSE_SECONDS = 1.0
JITTER = 0.2
PASSING_FAILURES = frozenset({"dns", "connect", "tls", "timeout", "network"})
TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500


def may_pass(call: CallHttp, status: int) -> bool:
    """Whether an answer other than success may be a better one next time."""
    return call.retry == "data" or status == TOO_MANY_REQUESTS or status >= SERVER_ERROR


def is_used_up(call: CallHttp, attempt: int) -> bool:
    """Whether this attempt is one too many: the one before it died without a word."""
    return bool(call.attempts) and attempt > call.attempts


def find_pause(
    call: CallHttp, attempt: int, gone_seconds: float, asked_seconds: float = 0.0
) -> timedelta | None:
    """Say how long to wait after a failed attempt; nothing if it was the last.

    The last one falls on the moment at which the call gives up. ``asked_seconds`` is what the
    other side asked for.
    """
    left = call.give_up_after_seconds - gone_seconds
    if left < SHORTEST_PAUSE_SECONDS or (call.attempts and attempt >= call.attempts):
        return None
    usual = min(
        LONGEST_PAUSE_SECONDS[call.retry], FIRST_PAUSE_SECONDS * 2.0 ** min(attempt - 1, 16)
    )
    spread = usual * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - spreads retries
    return timedelta(seconds=min(max(spread, asked_seconds), left))


def asked_pause_seconds(answer: HttpAnswer) -> float:
    """Read ``Retry-After``; a date in it counts as nothing asked."""
    text = answer.header("retry-after").strip()
    return float(text[:9]) if text.isascii() and text.isdecimal() else 0.0
