"""How many calls an account may make: token buckets in Redis, shared by all processes."""

import logging
from dataclasses import dataclass

from redis.exceptions import RedisError

from mep.accounts.selectors import AccountSettings
from mep.base import redis

logger = logging.getLogger(__name__)

TAKE = """
local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local bucket = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = tonumber(bucket[1]) or burst
left = math.min(burst, left + math.max(0, now - (tonumber(bucket[2]) or now)) * rate)
local taken = left >= 1
redis.call('HSET', KEYS[1], 'left', taken and left - 1 or left, 'at', now)
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 1)
return taken and 1 or 0
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """A steady rate per second, and how many calls may come at once."""

    name: str
    rate: int
    burst: int


INVOKE = Limit("invoke", 50, 100)
INJECT = Limit("inject", 20, 40)
OTHERS = Limit("others", 5, 10)


def is_within(account: AccountSettings, limit: Limit) -> bool:
    """Take one call from an account's bucket; without Redis nobody is held back."""
    if not account.rate_limits:
        return True
    try:
        return bool(_take(redis.key("limit", limit.name, str(account.id)), limit))
    except RedisError as error:
        logger.warning("rate limit of account %s not checked: %s", account.id, error)
        return True


def _take(key: str, limit: Limit) -> object:
    return redis.client().eval(TAKE, 1, key, str(limit.rate), str(limit.burst))
