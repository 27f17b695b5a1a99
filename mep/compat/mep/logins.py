"""Who calls the text operations: the login named in the query, and what it must hold."""

from collections.abc import Iterable

from mep.accounts import access, credentials, limits
from mep.accounts.limits import Limit
from mep.accounts.roles import Area, Level, OtherRole
from mep.accounts.selectors import Login
from mep.base.errors import NotAllowed
from mep.compat.mep.query import Query
from mep.compat.mep.text_answers import RETRY_SECONDS, denied, refuse

WRONG = "Invalid username or password"


def authenticate(query: Query, limit: Limit) -> Login:
    """Return the login that calls; its account must have the interface and calls left."""
    login = _known(query)
    if login is None:
        raise refuse(401, WRONG)
    if not limits.is_within(login.account, limit):
        raise refuse(429, "Too many requests", Retry_After=RETRY_SECONDS)
    if not login.account.legacy_api:
        raise denied("this interface is not switched on for the account")
    return login


def require(login: Login, area: Area, level: Level, other_roles: Iterable[OtherRole] = ()) -> None:
    """Refuse a login without the level or one of the other roles."""
    try:
        access.check(login, area, level, other_roles=tuple(other_roles))
    except NotAllowed as refusal:
        raise denied(refusal.message) from None


def _known(query: Query) -> Login | None:
    username, password = query.raw("username"), query.raw("password")
    if not username or not password:
        return None
    try:
        return credentials.check(username.decode(), password.decode()).login
    except UnicodeDecodeError:
        return None
