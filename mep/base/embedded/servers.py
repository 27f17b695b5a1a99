"""The private PostgreSQL and Redis together: their addresses, and whether they answer."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import redis
from psycopg import sql
from psycopg.errors import DuplicateDatabase

from mep.base.embedded import postgres, redis_server
from mep.base.embedded.place import Place

LOOK_SECONDS = 0.05


class DoesNotAnswer(Exception):
    """A server did not come up; the message says which."""


def addresses(place: Place) -> dict[str, str]:
    """Give both addresses under the names the environment has for them."""
    return {"DATABASE_URL": postgres.url(place), "REDIS_URL": redis_server.url(place)}


def write_addresses(place: Place, path: Path) -> None:
    """Leave the addresses where the settings of every command find them."""
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(addresses(place), file)
    partial.rename(path)


def wait_for_postgres(place: Place, is_running: Callable[[], bool], seconds: float = 60) -> None:
    """Return once the database answers and exists."""
    url = postgres.url(place).rsplit("/", 1)[0] + "/postgres"
    _wait("PostgreSQL", lambda: _has_database(url), is_running, seconds)


def wait_for_redis(place: Place, is_running: Callable[[], bool], seconds: float = 20) -> None:
    """Return once Redis answers."""
    _wait("Redis", lambda: _answers(redis_server.url(place)), is_running, seconds)


def _has_database(url: str) -> bool:
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(_DATABASE))
    except DuplicateDatabase:
        return True
    except psycopg.OperationalError:
        return False
    return True


def _answers(url: str) -> bool:
    with redis.Redis.from_url(url) as client:
        try:
            return bool(client.ping())
        except redis.exceptions.ConnectionError:
            return False


def _wait(
    name: str, is_there: Callable[[], bool], is_running: Callable[[], bool], seconds: float
) -> None:
    deadline = time.monotonic() + seconds
    while not is_there():
        if not is_running():
            raise DoesNotAnswer(f"{name} ended while starting")
        if time.monotonic() > deadline:
            raise DoesNotAnswer(f"{name} does not answer after {seconds:.0f} s")
        time.sleep(LOOK_SECONDS)


_DATABASE = sql.Identifier(postgres.DATABASE)
