"""A private Redis, which keeps nothing: what it carries can be lost."""

import os
from urllib.parse import quote

from mep.base.embedded.binaries import redis_binaries
from mep.base.embedded.place import Place
from mep.base.supervisor.program import Program

DATABASES = 64


def url(place: Place, database: int = 0) -> str:
    """Give the server's address."""
    path = quote(str(place.sockets / "redis.sock"))
    return f"unix://:{place.password}@{path}?db={database}"


def program(place: Place) -> Program:
    """Describe the server; its settings travel by standard input because of the password."""
    return Program(
        name="redis",
        argv=(str(redis_binaries(place.owner) / "redis-server"), "-"),
        env={"PATH": os.defpath, "LC_ALL": "C"},
        owner=place.owner,
        first_words=_settings(place),
    )


def _settings(place: Place) -> str:
    lines = {
        "port": "0",
        "unixsocket": f'"{place.sockets / "redis.sock"}"',
        "unixsocketperm": "700",
        "requirepass": place.password,
        "dir": f'"{place.redis}"',
        "databases": str(DATABASES),
        "save": '""',
        "appendonly": "no",
        "daemonize": "no",
    }
    return "".join(f"{name} {value}\n" for name, value in lines.items())
