"""What starts services from outside; the apps that own such things register them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from mep.accounts.models import User

RESTRICTED = "(restricted)"


@dataclass(frozen=True, slots=True)
class Starter:
    """One thing that starts a service, such as a keyword.

    ``place`` is where it hangs. What a login may not see is called restricted and has no id.
    """

    id: str
    kind: str
    label: str
    place: str
    enabled: bool = True
    description: str = ""
    how: str = ""

    def __str__(self) -> str:
        return f"{self.kind} “{self.label}” on {self.place}"


class StarterKind(ABC):
    """How things of one kind are listed, added and switched on and off."""

    kind: ClassVar[str]
    title: ClassVar[str]
    plural: ClassVar[str]

    @abstractmethod
    def find(self, user: User | None, service_ids: Iterable[int]) -> dict[int, list[Starter]]:
        """List what starts these services, by the service's key.

        For a login only what it sees is named; for nobody, that is the platform, everything is.
        """

    @abstractmethod
    def form(self, user: User, data: Any = None, *, prefix: str = "") -> forms.Form | None:  # noqa: ANN401 - form data
        """Give the form that adds one; nothing if the login may not."""

    @abstractmethod
    def add(self, user: User, service_id: int, form: forms.Form) -> Starter:
        """Add what a valid form says."""

    @abstractmethod
    def switch(self, user: User, service_id: int, starter_id: str, *, enabled: bool) -> Starter:
        """Switch one on or off."""


KINDS: list[StarterKind] = []


def register(kind: StarterKind) -> None:
    """Offer a kind of starter to the pages of services."""
    KINDS.append(kind)


def find_kind(name: str) -> StarterKind | None:
    """Find a kind of starter by its name."""
    return next((kind for kind in KINDS if kind.kind == name), None)


def starters_of(user: User | None, service_ids: Sequence[int]) -> dict[int, list[Starter]]:
    """List what starts these services, all kinds together."""
    found: dict[int, list[Starter]] = {service_id: [] for service_id in service_ids}
    for kind in KINDS:
        for service_id, starters in kind.find(user, service_ids).items():
            found[service_id] += starters
    return found
