"""What can be done with accounts and logins; the facades call these."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone

from mep.accounts import lockouts
from mep.accounts.models import AccessEntry, Account, Grant, HeldRole, User
from mep.accounts.roles import LEVELS, AccessList, Area, Level, OtherRole, Role
from mep.base.errors import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class NewLogin:
    """Who a new login is for."""

    username: str
    password: str
    name: str = ""
    email: str = ""
    api_only: bool = False


@dataclass(frozen=True, slots=True)
class NewRights:
    """What a login is to have: levels, other roles, and public ids (or ``*``) by list."""

    levels: Mapping[Area, Level] = field(default_factory=dict)
    other_roles: Iterable[OtherRole] = ()
    lists: Mapping[AccessList, Iterable[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, roles: Iterable[Role], lists: Mapping[AccessList, Iterable[str]] | None = None
    ) -> "NewRights":
        """Sort roles into levels and other roles; the highest level named for an area counts."""
        levels: dict[Area, Level] = {}
        others: list[OtherRole] = []
        for role in roles:
            if isinstance(role, OtherRole):
                others.append(role)
            else:
                area, level = role
                levels[area] = max(level, levels.get(area, Level.NONE))
        return cls(levels, others, lists or {})


def create_account(name: str, **settings: object) -> Account:
    """Create an account; ``settings`` are its other fields."""
    account = Account(name=name.strip(), **settings)
    _validate(account)
    account.save()
    return account


@transaction.atomic
def create_login(account: Account, login: NewLogin, rights: NewRights | None = None) -> User:
    """Create an enabled login that may do what ``rights`` say, by default nothing."""
    user = User(
        account=account,
        username=login.username,
        name=login.name.strip() or login.username,
        email=login.email,
        api_only=login.api_only,
    )
    user.set_password(check_password_rules(login.password, user))
    _validate(user)
    user.save()
    set_rights(user, rights or NewRights())
    return user


def set_password(user: User, password: str) -> None:
    """Give a login a new password; every session it has ends."""
    user.set_password(check_password_rules(password, user))
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "password_changed_at"])
    lockouts.clear(user.username)


def check_password_rules(password: str, user: User) -> str:
    """Return a password that is long and uncommon enough for a login."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), code="weak_password", field="password") from None
    return password


def disable_login(user: User) -> None:
    """Let a login in no more; every session it has ends."""
    user.is_active = False
    user.session_round += 1
    user.save(update_fields=["is_active", "session_round"])


def enable_login(user: User) -> None:
    """Let a disabled login in again."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    lockouts.clear(user.username)


@transaction.atomic
def set_rights(user: User, rights: NewRights) -> None:
    """Replace everything a login may do."""
    for area, level in rights.levels.items():
        if level not in LEVELS[area]:
            raise Invalid(f"{area.label} has no level {level.name.title()}", code="invalid_role")
    for rows in (user.grants, user.other_roles, user.access_entries):
        rows.all().delete()
    Grant.objects.bulk_create(
        Grant(user=user, area=area, level=level) for area, level in rights.levels.items()
    )
    HeldRole.objects.bulk_create(
        HeldRole(user=user, role=role) for role in dict.fromkeys(rights.other_roles)
    )
    AccessEntry.objects.bulk_create(
        AccessEntry(user=user, list=name, object=public_id)
        for name, ids in rights.lists.items()
        for public_id in dict.fromkeys(ids)
    )


def _validate(row: Account | User) -> None:
    """Turn what Django finds wrong with a row into a refusal that names the field."""
    try:
        row.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        is_taken = any(each.code == "unique" for each in error.error_dict[name])
        text = messages[0] if name == NON_FIELD_ERRORS else f"{name}: {messages[0]}"
        raise (Conflict if is_taken else Invalid)(text, field=name) from None
