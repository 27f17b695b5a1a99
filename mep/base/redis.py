"""The process's connection to Redis."""

from functools import cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

REDIS_TIMEOUT_SECONDS = 2


@cache
def client() -> Redis:
    """Return the client all of this process's threads share; it fails fast and reconnects."""
    return Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=REDIS_TIMEOUT_SECONDS,
        socket_connect_timeout=REDIS_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 1),
    )


def key(*words: str) -> str:
    """Name a key of this installation."""
    return ":".join((settings.REDIS_PREFIX, *words))
