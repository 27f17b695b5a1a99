"""Checking a name and a password, for every door: Basic, query parameters, the sign-in page.

A password takes about 0.2 s to check, so a good one is remembered by this process for a minute
under a keyed hash of login, password and stored hash; the login itself is read every time.
Checks of one name go one after another, so that parallel guesses cannot outrun the lock-out.
"""

import hmac
import re
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from mep.accounts import lockouts, selectors
from mep.accounts.models import Lockout
from mep.accounts.models.users import USERNAME
from mep.accounts.selectors import Login
from mep.base import bulk

REMEMBERED_SECONDS = 60
MAX_REMEMBERED = 10_000
MAX_PASSWORD_CHARACTERS = 1_000

_USERNAME = re.compile(USERNAME)
_secret = secrets.token_bytes(32)
_remembered: dict[bytes, float] = {}
_guard = threading.Lock()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a check: the login if it passed, else until when the name is locked."""

    login: Login | None = None
    locked_until: datetime | None = None


def check(username: str, password: str, door: Lockout.Door = Lockout.Door.API) -> Verdict:
    """Return the enabled login that a name and a password belong to."""
    if not (_USERNAME.fullmatch(username) and _is_plausible(password)):
        make_password("nobody's")
        return Verdict()
    verdict = _check_known(username, password, door)
    if verdict.login and not verdict.login.rights.enabled:
        return Verdict()
    return verdict


def forget() -> None:
    """Remember no credentials any more."""
    with _guard:
        _remembered.clear()


def _is_plausible(password: str) -> bool:
    is_encodable = not any("\ud800" <= character <= "\udfff" for character in password)
    return len(password) <= MAX_PASSWORD_CHARACTERS and is_encodable


def _check_known(username: str, password: str, door: Lockout.Door) -> Verdict:
    login, locked_until = selectors.find_login(username, door)
    if locked_until:
        return Verdict(locked_until=locked_until)
    if login and _is_remembered(login, password):
        return Verdict(login)
    with transaction.atomic():
        _take_turn(username, door)
        return _check_in_turn(username, password, door)


def _take_turn(username: str, door: Lockout.Door) -> None:
    """Hold back other checks of this name, in all processes, until the transaction ends."""
    number = sha256(f"sign-in {door} {username.lower()}".encode()).digest()[:8]
    bulk.fetch("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(number, "big", signed=True)])


def _check_in_turn(username: str, password: str, door: Lockout.Door) -> Verdict:
    login, locked_until = selectors.find_login(username, door)
    if locked_until:
        return Verdict(locked_until=locked_until)
    if login and (_is_remembered(login, password) or _is_right(login, password)):
        return Verdict(login)
    if login is None:
        make_password(password)
    return Verdict(locked_until=lockouts.count_failure(username, door))


def _is_right(login: Login, password: str) -> bool:
    if not check_password(password, login.password):
        return False
    _remember(_fingerprint(login, password))
    return True


def _fingerprint(login: Login, password: str) -> bytes:
    text = "\0".join((str(login.id), login.password, password))
    return hmac.digest(_secret, text.encode(), "sha256")


def _is_remembered(login: Login, password: str) -> bool:
    return _remembered.get(_fingerprint(login, password), 0.0) > time.monotonic()


def _remember(fingerprint: bytes) -> None:
    with _guard:
        if len(_remembered) >= MAX_REMEMBERED:
            _remembered.clear()
        _remembered[fingerprint] = time.monotonic() + REMEMBERED_SECONDS
