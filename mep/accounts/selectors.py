"""Reading logins together with what they may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mep.accounts.models import Account, ApiToken, Lockout, User
from mep.accounts.rights import Rights
from mep.accounts.roles import Level
from mep.base import bulk
from mep.base.errors import NotFound

COLUMNS = """
    u.id, u.username, u.password, u.api_only, u.is_active AND a.enabled,
    a.id, a.legacy_api, a.ascii_values, a.strict_service_check, a.strict_variables_api,
    a.rate_limits,
    ARRAY(SELECT area || ':' || level FROM accounts_grant WHERE user_id = u.id),
    ARRAY(SELECT role::text FROM accounts_heldrole WHERE user_id = u.id),
    ARRAY(SELECT list || ':' || object FROM accounts_accessentry WHERE user_id = u.id)
"""
BY_ID = f"""
    SELECT {COLUMNS}
    FROM accounts_user u JOIN accounts_account a ON a.id = u.account_id
    WHERE u.id = ANY(%s)
"""  # noqa: S608 - both halves are ours
BY_NAME = f"""
    SELECT {COLUMNS}, locks.locked_until
    FROM (VALUES (lower(%s), %s::text)) AS asked (username, door)
    LEFT JOIN accounts_user u ON lower(u.username) = asked.username
    LEFT JOIN accounts_account a ON a.id = u.account_id
    LEFT JOIN accounts_lockout locks ON locks.username = asked.username
         AND locks.door = asked.door AND locks.locked_until > clock_timestamp()
"""  # noqa: S608 - both halves are ours


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """The switches of an account that requests ask for."""

    id: int
    legacy_api: bool
    ascii_values: bool
    strict_service_check: bool
    strict_variables_api: bool
    rate_limits: bool


@dataclass(frozen=True, slots=True)
class Login:
    """A login as one query reads it: its row, its account's settings and its rights."""

    id: int
    username: str
    password: str
    api_only: bool
    account: AccountSettings
    rights: Rights


def find_login(username: str, door: Lockout.Door) -> tuple[Login | None, datetime | None]:
    """Find a login by its name, whatever the case, and until when the name is locked at a door."""
    row = bulk.fetch_prepared(BY_NAME, [username, door.value])[0]
    return (_login(row[:-1]) if row[0] else None), row[-1]


def load_logins(ids: Iterable[int]) -> dict[int, Login]:
    """Read many logins at once, by id."""
    return {row[0]: _login(row) for row in bulk.fetch(BY_ID, [list(ids)])}


def find_account(name: str) -> Account | None:
    """Find an account by its name, whatever the case."""
    return Account.objects.filter(name__iexact=name).first()


def list_users(account_id: int) -> QuerySet[User]:
    """List the logins of an account, enabled ones first."""
    return User.objects.filter(account_id=account_id).order_by("-is_active", "username")


def get_user(account_id: int, public_id: str) -> User:
    """Return a login of an account."""
    user = User.objects.filter(account_id=account_id, public_id=public_id.upper()).first()
    if user is None:
        raise NotFound(f"login {public_id} does not exist")
    return user


def list_tokens(account_id: int, user_id: int) -> QuerySet[ApiToken]:
    """List the tokens of a login that are not revoked."""
    return ApiToken.objects.filter(
        user__account_id=account_id, user_id=user_id, revoked_at=None
    ).order_by("name")


def _login(row: tuple[Any, ...]) -> Login:
    levels, roles, entries = row[11:]
    return Login(
        id=row[0],
        username=row[1],
        password=row[2],
        api_only=row[3],
        account=AccountSettings(*row[5:11]),
        rights=Rights(
            enabled=row[4],
            levels={area: Level(int(level)) for area, level in map(_halves, levels)},
            roles=frozenset(roles),
            lists=_lists(entries),
        ),
    )


def _halves(word: str) -> list[str]:
    return word.split(":", 1)


def _lists(entries: list[str]) -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    for name, public_id in map(_halves, entries):
        lists.setdefault(name, set()).add(public_id)
    return {name: frozenset(ids) for name, ids in lists.items()}
