"""What must hold before anything is started; each refusal is one sentence."""

import errno
import fcntl
import ipaddress
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection

DEMO_LOGIN = "demo"
DEMO_PASSWORD = "mep-demo-2026"  # noqa: S105  published on purpose
OLDEST_POSTGRES = 150_000


class Refused(Exception):
    """MEP does not start; the message says why and what to do."""


def lock(home: Path) -> int:
    """Take the installation for this process as long as it lives."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = os.open(home / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Refused(f"{home} cannot be written ({error.strerror}); set MEP_HOME") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused(f"MEP is already running from {home}") from None
    return handle


def check_address(host: str, port: int, variable: str) -> None:
    """Refuse an address that cannot be bound."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refused(f"port {port} on {host} is in use; set {variable}") from None
        raise Refused(f"{host}:{port} cannot be used: {error.strerror}") from None


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach a host's address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_demo_host(host: str) -> None:
    """Refuse to show demo logins, whose password everybody knows, to the network."""
    if settings.MEP_DEMO and not is_loopback(host):
        raise Refused(
            f"the demo logins have a published password, so MEP does not bind "
            f"{host}; set MEP_DEMO=0"
        )


def check_demo_logins(host: str) -> None:
    """Refuse the same for demo logins left from an earlier start."""
    if is_loopback(host):
        return
    model = get_user_model()
    login = model._default_manager.filter(**{model.USERNAME_FIELD: DEMO_LOGIN}).first()
    if login is not None and login.is_active and login.check_password(DEMO_PASSWORD):
        raise Refused(
            f'the login "{DEMO_LOGIN}" still has its published password, so MEP does not bind '
            f"{host}; change it or disable the login"
        )


def check_database() -> None:
    """Refuse a ``DATABASE_URL`` that does not answer or is too old."""
    place = _without_secret(settings.DATABASE_URL)
    try:
        connection.ensure_connection()
    except (DatabaseError, psycopg.Error) as error:
        reason = str(error).strip().splitlines()[0]
        raise Refused(f"DATABASE_URL: {place} does not let us in: {reason}") from None
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if version < OLDEST_POSTGRES:
        raise Refused(f"DATABASE_URL: {place} is older than PostgreSQL 15")


def check_redis() -> None:
    """Refuse a ``REDIS_URL`` that does not answer."""
    place = _without_secret(settings.REDIS_URL)
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError, OSError) as error:
        raise Refused(f"REDIS_URL: {place} does not answer: {error}") from None


def _without_secret(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
