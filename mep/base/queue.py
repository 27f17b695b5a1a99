"""Wakes workers; the only sender to Celery.

Call these after the commit. Whatever they announce stands in the database, so a Redis that is
down loses nothing: the periodic sweep wakes the queues again.
"""

import logging
import os
import threading
from functools import cache
from queue import SimpleQueue
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from mep.base import redis

WAKE_SECONDS = 5
"""How long a wake-up that nobody answered keeps others back."""

LANES = {
    "flow": ("flows.drain", "flow"),
    "bulk": ("flows.drain", "bulk"),
    "outside": ("flows.perform", "outside"),
    "send": ("messaging.drain_gateway", "send"),
}
"""What stands before the colon of a lane → the task that empties it, and its queue."""

logger = logging.getLogger(__name__)


def wake(lane: str) -> bool:
    """Have a lane emptied, unless a wake-up for it is on its way; say whether one was sent.

    Lanes are ``flow``, ``bulk``, ``outside`` and ``send:<gateway id>``. The task gets the lane as
    its only argument and calls ``started`` before it looks for work.
    """
    task, queue = LANES[lane.partition(":")[0]]
    try:
        is_first = redis.client().set(_key(lane), 1, nx=True, ex=WAKE_SECONDS)
    except RedisError as error:
        logger.warning("lane %s not woken: %s", lane, error)
        return False
    return bool(is_first) and _sent(lane, task, queue)


def wake_soon(lane: str) -> None:
    """Have a lane woken by a thread of this process, once for all that ask meanwhile.

    For requests, which need not wait for Redis; a process that dies before leaves it to the sweep.
    """
    _waker().ask(lane)


class _Waker:
    """Lanes to wake, and the thread that does it."""

    def __init__(self) -> None:
        self._lanes: SimpleQueue[str] = SimpleQueue()
        threading.Thread(target=self._run, name="waker", daemon=True).start()

    def ask(self, lane: str) -> None:
        self._lanes.put(lane)

    def _run(self) -> None:
        while True:
            lanes = {self._lanes.get()}
            while not self._lanes.empty():
                lanes.add(self._lanes.get())
            for lane in lanes:
                wake(lane)


@cache
def _waker() -> _Waker:
    return _Waker()


# A forked process has no threads of its parent's.
os.register_at_fork(after_in_child=_waker.cache_clear)


def started(lane: str) -> None:
    """Let the next ``wake`` of the lane through; the woken task's first statement."""
    try:
        redis.client().delete(_key(lane))
    except RedisError as error:
        logger.warning("wake-up of lane %s not cleared: %s", lane, error)


def enqueue(task: str, *args: object, queue: str | None = None) -> bool:
    """Send a task by its registered name, to its usual queue if none is given."""
    options: dict[str, Any] = {"queue": queue} if queue else {}
    try:
        current_app.send_task(task, args=args, **options)
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("task %s%r not sent: %s", task, args, error)
        return False
    return True


def _sent(lane: str, task: str, queue: str) -> bool:
    if enqueue(task, lane, queue=queue):
        return True
    started(lane)
    return False


def _key(lane: str) -> str:
    return redis.key("wake", lane)
