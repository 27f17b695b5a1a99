"""Says whether every part of the installation answers."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError

from mep.base import redis

HEARTBEAT_SECONDS = 3
HEARTBEAT_LIMIT_SECONDS = 10
LIVE_TIMEOUT_SECONDS = 2


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part answers, else 503 with what is wrong with which."""
    parts = check_parts()
    wrong = sorted(name for name, state in parts.items() if state != "ok")
    body = {"status": "unavailable" if wrong else "ok", "wrong": wrong, "parts": parts}
    return JsonResponse(body, status=503 if wrong else 200)


def check_parts() -> dict[str, str]:
    """Ask every part; each gets ``ok`` or a few words on what is wrong."""
    parts = {name: _state(ask) for name, ask in _QUESTIONS.items()}
    return parts | {f"queue {name}": state for name, state in _queues().items()}


def beat(queues: list[str]) -> None:
    """Note that a worker of these queues is alive now."""
    pipe = redis.client().pipeline(transaction=False)
    for name in queues:
        pipe.set(redis.key("alive", name), f"{time.time():.3f}", ex=HEARTBEAT_LIMIT_SECONDS)
    pipe.execute()


def _state(ask: Callable[[], None]) -> str:
    try:
        ask()
    except (DatabaseError, RedisError, OSError) as error:
        return f"does not answer: {type(error).__name__}"
    return "ok"


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis() -> None:
    redis.client().ping()


def _ask_live() -> None:
    host = settings.MEP_HOST if settings.MEP_HOST not in {"0.0.0.0", "::"} else "127.0.0.1"  # noqa: S104  compared only
    name = f"[{host}]" if ":" in host else host
    url = f"http://{name}:{settings.MEP_LIVE_PORT}/healthz"
    with urllib.request.urlopen(url, timeout=LIVE_TIMEOUT_SECONDS):  # noqa: S310  our own address
        pass


def _queues() -> dict[str, str]:
    try:
        beats = redis.client().mget([redis.key("alive", name) for name in settings.MEP_QUEUES])
    except RedisError:
        beats = [None] * len(settings.MEP_QUEUES)
    return {
        name: "ok" if beat else "no worker"
        for name, beat in zip(settings.MEP_QUEUES, beats, strict=True)
    }


_QUESTIONS: dict[str, Callable[[], None]] = {
    "database": _ask_database,
    "redis": _ask_redis,
    "live": _ask_live,
}
