"""Answers kept in Redis for as long as an author allows; without Redis nothing is kept."""

import json
import logging

from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from flows.engine.effects import CallHttp
from flows.outside.requesting import Ready
from mep.base import redis
from mep.base.fetch import HttpAnswer

VOLATILE = frozenset({"x-request-id", "idempotency-key"})

logger = logging.getLogger(__name__)


def find_key(account_id: int, call: CallHttp, ready: Ready) -> str:
    """Name the answer to a request; empty when it may not be kept.

    Everything the other side can tell requests apart by is in it, the credentials as they are now.
    """
    if not call.cache_seconds or call.method != "GET":
        return ""
    headers = sorted(
        (name.lower(), value)
        for name, value in ready.request.headers
        if name.lower() not in VOLATILE
    )
    asked = json.dumps([account_id, call.method, call.url, headers])
    return redis.key("answer", salted_hmac("flows.outside.caching", asked).hexdigest())


def find(key: str) -> HttpAnswer | None:
    """Return a kept answer."""
    try:
        kept = redis.client().get(key) if key else None
    except RedisError as error:
        logger.warning("a kept answer was not looked for: %s", error)
        return None
    return _unpack(kept) if isinstance(kept, bytes) else None


def keep(key: str, answer: HttpAnswer, seconds: int) -> None:
    """Keep an answer, if it has a key."""
    if not key:
        return
    try:
        redis.client().set(key, _pack(answer), ex=seconds)
    except RedisError as error:
        logger.warning("an answer was not kept: %s", error)


def _pack(answer: HttpAnswer) -> bytes:
    head = json.dumps([answer.status, answer.url, answer.headers])
    return head.encode() + b"\n" + answer.body


def _unpack(kept: bytes) -> HttpAnswer:
    head, _, body = kept.partition(b"\n")
    status, url, headers = json.loads(head)
    return HttpAnswer(status, url, tuple((name, value) for name, value in headers), body)
