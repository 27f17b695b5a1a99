"""What the environment says about this installation, read once by the settings."""

import json
import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import dj_database_url

MAX_PORT = 65_535
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")

Environment = dict[str, str]


def is_on(name: str, default: str) -> bool:
    """Say whether a switch such as ``MEP_DEMO`` is on."""
    return os.environ.get(name, default).strip().lower() in {"1", "true", "yes", "on"}


def text(name: str, default: str) -> str:
    """Read a plain value; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def port(name: str, default: int) -> int:
    """Read a TCP port; anything but a port number ends the program with one line."""
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or not 0 < int(text) <= MAX_PORT:
        raise SystemExit(f"{name} is {text!r}, which is not a port number (1-65535).")
    return int(text)


def number(name: str, default: int) -> int:
    """Read a positive whole number; anything else ends the program with one line."""
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or not int(text):
        raise SystemExit(f"{name} is {text!r}, which is not a positive whole number.")
    return int(text)


def words(name: str) -> list[str]:
    """Split a comma-separated value."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def networks(name: str, default: list[str]) -> list[str]:
    """Split networks such as ``10.0.0.0/8``; anything else ends the program with one line."""
    found = words(name) or default
    for network in found:
        try:
            ip_network(network, strict=False)
        except ValueError:
            raise SystemExit(
                f"{name} has {network!r}, which is no network as 10.0.0.0/8."
            ) from None
    return found


def server_url(name: str, servers: Path, default: str) -> str:
    """Take a server's address from the environment, else from the private servers' file."""
    if url := os.environ.get(name):
        return url
    try:
        known: Environment = json.loads(servers.read_text())
    except (OSError, ValueError):
        return default
    return known.get(name, default)


def database(url: str) -> dict[str, Any]:
    """Turn the database's address into Django's settings; connections stay open for reuse."""
    refusal = "DATABASE_URL is not an address such as postgresql://user:password@host:5432/name."
    if url.partition("://")[0] not in {"postgresql", "postgres"}:
        raise SystemExit(refusal)
    try:
        parsed = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except ValueError:
        raise SystemExit(refusal) from None
    return {**parsed, "OPTIONS": {"connect_timeout": 5, **parsed.get("OPTIONS", {})}}


def broker_url(redis_url: str) -> str:
    """Turn a Redis address into the form Celery's transport takes."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    return urlunsplit(
        parts._replace(scheme="redis+socket", query=parts.query.replace("db=", "virtual_host="))
    )


def secret_key(home: Path) -> str:
    """Take ``MEP_SECRET_KEY``, else the key kept under the home, made at the first need."""
    if key := os.environ.get("MEP_SECRET_KEY"):
        return key
    path = home / "secret_key"
    try:
        return path.read_text().strip() or _new_key(path)
    except FileNotFoundError:
        return _new_key(path)
    except OSError as error:
        raise SystemExit(
            f"Cannot read {path}: {error.strerror}. Set MEP_HOME or MEP_SECRET_KEY."
        ) from None


def _new_key(path: Path) -> str:
    key = secrets.token_urlsafe(48)
    try:
        path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise SystemExit(
            f"Cannot write {path}: {error.strerror}. Set MEP_HOME to a folder of yours."
        ) from None
    return key
