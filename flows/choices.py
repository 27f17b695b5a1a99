"""What a reference field may point at; the app that owns the things registers them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick: its public id, its name and the folder it is in."""

    id: str
    label: str
    folder: str = ""


Source = Callable[[int], list[Choice]]

SOURCES: dict[str, Source] = {}


def choices(source: str) -> Callable[[Source], Source]:
    """Register who lists the things of a source, given an account's id."""

    def register(function: Source) -> Source:
        SOURCES[source] = function
        return function

    return register


def known_ids(source: str, account_id: int) -> frozenset[str]:
    """Return the ids an account may refer to."""
    return frozenset(choice.id for choice in SOURCES[source](account_id))
