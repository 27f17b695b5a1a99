"""Whether a session of the pages may still look on: signed in, enabled, allowed."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from mep.accounts import access, sessions
from mep.accounts.models import User
from mep.accounts.needs import Need
from mep.accounts.roles import Area

NEED = Need(Area.CONSOLE)
SIGNED_OUT = 4401
NOT_ALLOWED = 4403


class Refused(Exception):
    """The socket must close, with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def find_viewing_user(session_key: str | None) -> User:
    """Return the login of a session if it may watch messages now; reads everything anew."""
    request = HttpRequest()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(session_key=session_key)
    user = get_user(request) if session_key else None
    if not isinstance(user, User) or sessions.is_over(request.session):
        raise Refused(SIGNED_OUT)
    if not access.is_allowed(user, Area.CONSOLE, NEED.level):
        raise Refused(NOT_ALLOWED)
    return user
