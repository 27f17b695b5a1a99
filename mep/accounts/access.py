"""Who may: the one evaluation for pages, APIs, consumers and the runner.

Anything that no role is declared for is denied. What a login cannot see does not exist for it.
"""

import time
from collections.abc import Iterable
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser

from mep.accounts import selectors
from mep.accounts.models import User
from mep.accounts.rights import ALL, Rights
from mep.accounts.roles import AccessList, Area, Level, OtherRole
from mep.accounts.selectors import Login
from mep.base.errors import NotAllowed, NotFound

Subject: TypeAlias = User | Login | AnonymousUser

NOBODY = Rights()
REMEMBERED = "_rights"
FRESH_SECONDS = 0.25
"""How long ``sees`` trusts what it read: long enough for one batch of events."""
MAX_FRESH = 1_000

_fresh: dict[int, tuple[float, Rights]] = {}


def rights_of(subject: Subject) -> Rights:
    """Return what somebody may do; read once for each ``User`` object, that is once a request."""
    if isinstance(subject, Login):
        return subject.rights
    if not isinstance(subject, User):
        return NOBODY
    if not hasattr(subject, REMEMBERED):
        remember(subject, _load(subject.pk))
    rights: Rights = getattr(subject, REMEMBERED)
    return rights


def remember(user: User, rights: Rights) -> None:
    """Let a user have these rights for as long as the object lives, as a token's scopes do."""
    setattr(user, REMEMBERED, rights)


def is_allowed(
    subject: Subject,
    area: Area,
    level: Level,
    *,
    objects: Iterable[str] = (),
    within: AccessList | None = None,
    other_roles: Iterable[OtherRole] = (),
) -> bool:
    """Tell whether somebody may do this with these objects (public ids)."""
    return rights_of(subject).allows(
        area, level, objects=objects, within=within, other_roles=other_roles
    )


def check(
    subject: Subject,
    area: Area,
    level: Level,
    *,
    objects: Iterable[str] = (),
    within: AccessList | None = None,
    other_roles: Iterable[OtherRole] = (),
) -> None:
    """Refuse what is not allowed: as not found if an object is invisible, else as not allowed."""
    rights, wanted = rights_of(subject), tuple(objects)
    if rights.allows(area, level, objects=wanted, within=within, other_roles=other_roles):
        return
    if wanted and not rights.sees(area, wanted, within):
        raise NotFound(f"{', '.join(wanted)} does not exist")
    raise NotAllowed(f"This needs {_named(area, level, other_roles)}")


def visible_ids(
    subject: Subject, area: Area, within: AccessList | None = None
) -> frozenset[str] | None:
    """Return the public ids somebody sees in an area; ``None`` stands for all of them."""
    visible = rights_of(subject).visible_in(area, within)
    return None if visible == ALL else visible


def sees(user_id: int, area: Area, public_id: str) -> bool:
    """Tell whether a login reaches an object, for the runner, which knows logins by id."""
    rights = _fresh_rights(user_id)
    return bool(rights.level(area)) and rights.sees(area, [public_id])


def _fresh_rights(user_id: int) -> Rights:
    read_at, rights = _fresh.get(user_id, (0.0, NOBODY))
    if time.monotonic() - read_at > FRESH_SECONDS:
        rights = _load(user_id)
        if len(_fresh) >= MAX_FRESH:
            _fresh.clear()
        _fresh[user_id] = time.monotonic(), rights
    return rights


def _load(user_id: int) -> Rights:
    login = selectors.load_logins([user_id]).get(user_id)
    return login.rights if login else NOBODY


def _named(area: Area, level: Level, other_roles: Iterable[OtherRole]) -> str:
    main = f"{area.label} {level.name.title()}"
    return " and ".join([main, *(str(role.label) for role in other_roles)])
