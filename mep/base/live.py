"""Tells open pages what has just been stored; the only sender to the channel layer."""

import logging
from collections.abc import Sequence
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from mep.base import redis

WATCHED_SECONDS = 30

logger = logging.getLogger(__name__)


def group_of(account_id: int) -> str:
    """Name the group that an account's viewers join."""
    return f"console.{account_id}"


def watch(account_id: int) -> None:
    """Say that somebody looks at an account's lines; say it again before 30 s are over."""
    try:
        redis.client().set(redis.key("watched", str(account_id)), 1, ex=WATCHED_SECONDS)
    except RedisError as error:
        logger.warning("account %s not marked as watched: %s", account_id, error)


def is_watched(account_id: int) -> bool:
    """Whether somebody looks at an account's lines, so that making them is worth the while."""
    try:
        return bool(redis.client().exists(redis.key("watched", str(account_id))))
    except RedisError:
        return False


def publish(account_id: int, lines: Sequence[dict[str, Any]]) -> None:
    """Send an account's new lines to its viewers, as one message of type ``trace.lines``.

    Call it after the commit. A hint only: the pages ask for their backlog again by themselves,
    so a Redis that is down costs a line in the log and nothing else.
    """
    layer = get_channel_layer()
    if layer is None or not lines:
        return
    message = {"type": "trace.lines", "lines": list(lines)}
    try:
        async_to_sync(layer.group_send)(group_of(account_id), message)
    except (RedisError, OSError) as error:
        logger.warning("live lines of account %s not published: %s", account_id, error)
