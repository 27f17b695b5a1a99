"""Messages per second of a gateway, shared by all processes through Redis.

A token bucket holds one second's worth. A gateway that asks to slow down has its rate halved; each
minute without such an answer gives a tenth back.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from mep.base import redis

LEAST_SHARE = 1 / 64
RECOVERY_SECONDS = 60
RECOVERY_FACTOR = 1.1
FORGET_SECONDS = 7_200

# ``share`` is the part of the full rate in force; ``since`` when it last changed.
_RECOVER = """
local clock = redis.call('TIME')
local now = tonumber(ARGV[1]) or (tonumber(clock[1]) + tonumber(clock[2]) / 1000000)
local held = redis.call('HMGET', KEYS[1], 'tokens', 'at', 'share', 'since')
local share, since = tonumber(held[3]) or 1, tonumber(held[4]) or now
local minutes = math.floor(math.max(0, now - since) / ARGV[2])
if minutes > 0 then
  share = math.min(1, share * ARGV[3] ^ minutes)
  since = since + minutes * ARGV[2]
end
local function keep(tokens)
  redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now),
             'share', tostring(share), 'since', tostring(since))
  redis.call('EXPIRE', KEYS[1], ARGV[4])
end
"""

_TAKE = (
    _RECOVER
    + """
local rate = tonumber(ARGV[5]) * share
local size = math.max(1, rate)
local passed = math.max(0, now - (tonumber(held[2]) or now))
local tokens = math.min(size, (tonumber(held[1]) or size) + passed * rate)
local granted = math.min(tonumber(ARGV[6]), math.floor(tokens + 0.000001))
tokens = tokens - granted
keep(tokens)
local wait = 0
if granted < tonumber(ARGV[6]) then wait = math.max(0, 1 - tokens) / rate end
return {granted, tostring(wait)}
"""
)

_HALVE = (
    _RECOVER
    + """
share = math.max(tonumber(ARGV[5]), share / 2)
since = now
keep(0)
return tostring(share)
"""
)


@dataclass(frozen=True, slots=True)
class Permit:
    """How many messages may be submitted now, and when to ask for the rest."""

    granted: int
    wait_seconds: float = 0.0


def take(gateway: str, per_second: float, wanted: int, *, now: float | None = None) -> Permit:
    """Take leave to submit up to ``wanted`` messages; a rate of 0 means no limit.

    Nothing waits here: the caller comes back after ``wait_seconds``. ``now`` is for tests; without
    it the clock is that of Redis.
    """
    if per_second <= 0:
        return Permit(wanted)
    answer = _scripts().take(keys=[_key(gateway)], args=[*_facts(now), per_second, wanted])
    return Permit(int(answer[0]), float(answer[1]))


def give_back(gateway: str, per_second: float, unused: int) -> None:
    """Return leave that was taken for messages that are not there."""
    if per_second > 0 and unused > 0:
        redis.client().hincrbyfloat(_key(gateway), "tokens", unused)


def slow_down(gateway: str, *, now: float | None = None) -> float:
    """Halve the rate of a gateway that asked for it; return the share of the full rate left."""
    answer = _scripts().halve(keys=[_key(gateway)], args=[*_facts(now), LEAST_SHARE])
    return float(answer)


@dataclass(frozen=True, slots=True)
class _Scripts:
    take: Any
    halve: Any


@cache
def _scripts() -> _Scripts:
    client = redis.client()
    return _Scripts(client.register_script(_TAKE), client.register_script(_HALVE))


def _facts(now: float | None) -> list[str | float]:
    clock = "" if now is None else repr(now)
    return [clock, RECOVERY_SECONDS, RECOVERY_FACTOR, FORGET_SECONDS]


def _key(gateway: str) -> str:
    return redis.key("throttle", gateway)
