"""What a reference field may point at; the app that owns the things registers them."""

from collections.abc import Callable
from dataclasses import dataclass

from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.roles import Area


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick: its public id, its name and the folder it is in.

    ``right`` is the public id that rights are given on: the folder's, or its own.
    """

    id: str
    label: str
    folder: str = ""
    right: str = ""


Source = Callable[[int], list[Choice]]

SOURCES: dict[str, Source] = {}
AREAS = {
    "services": Area.SERVICES,
    "subscriptions": Area.SUBSCRIPTIONS,
    "subscription_collections": Area.SUBSCRIPTIONS,
    "gateways": Area.SYSTEM,
}
"""Whose access lists say what of a source a login may pick."""


def choices(source: str) -> Callable[[Source], Source]:
    """Register who lists the things of a source, given an account's id."""

    def register(function: Source) -> Source:
        SOURCES[source] = function
        return function

    return register


def known_ids(source: str, account_id: int) -> frozenset[str]:
    """Return the ids an account may refer to."""
    return frozenset(choice.id for choice in SOURCES[source](account_id))


def list_choices(user: User, source: str) -> list[Choice]:
    """List what a login may pick from a source."""
    if source not in SOURCES:
        return []
    found = SOURCES[source](user.account_id)
    visible = access.visible_ids(user, AREAS[source]) if source in AREAS else None
    return found if visible is None else [each for each in found if each.right in visible]
