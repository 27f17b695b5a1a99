"""What an event leads to: registered resolvers decide it in bulk, the runner carries it out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from flows.batch import Batch, Due, Run, ServiceFacts, User
from flows.el.values import Value
from flows.engine.effects import Effect
from flows.engine.events import Event

Variables = Sequence[tuple[str, str, Value]]


@dataclass(frozen=True, slots=True)
class RouteMessage(Effect):
    """What became of a received message: its status and, once known, the session that took it."""

    kind: ClassVar[str] = "route_message"

    message_id: str
    status: str
    keyword: str = ""
    reason: str = ""
    service_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """An open session takes the event.

    ``request`` begins a new request period with these variables.
    """

    run: Run
    event: Event
    request: Mapping[str, Value] | None = None
    variables: Variables = ()
    routed: RouteMessage | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """A new session begins.

    ``session`` and ``request`` are built-in variables, without their scope.
    """

    service: ServiceFacts
    trigger: str
    session: Mapping[str, Value] = field(default_factory=dict)
    request: Mapping[str, Value] = field(default_factory=dict)
    variables: Variables = ()
    keyword: str = ""
    guard: str = ""
    code: str = ""
    interrupts: tuple[Run, ...] = ()
    interrupt_reason: str = "interrupted"
    routed: RouteMessage | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    """Nothing takes the event; ``dropped`` says that this is no fault of whoever sent it."""

    reason: str
    dropped: bool = False
    variables: Variables = ()
    interrupts: tuple[Run, ...] = ()
    interrupt_reason: str = "interrupted"
    routed: RouteMessage | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """The session that will take it is busy; the event stays due."""


@dataclass(frozen=True, slots=True)
class Done:
    """The resolver has dealt with the event itself."""


Resolution = Resume | Start | Refuse | Hold | Done
Resolver = Callable[[Batch, Sequence[tuple[User, Due]]], Sequence[Resolution]]

RESOLVERS: dict[str, Resolver] = {}


def resolves(kind: str) -> Callable[[Resolver], Resolver]:
    """Register who decides about events of a kind."""

    def register(function: Resolver) -> Resolver:
        RESOLVERS[kind] = function
        return function

    return register


def packed(variables: Variables) -> list[list[Any]]:
    """Write variables as they stand in an event's data."""
    return [[scope, key, value] for scope, key, value in variables]


def unpacked(rows: Sequence[Sequence[Any]]) -> Variables:
    """Read what ``packed`` wrote."""
    return tuple((scope, key, value) for scope, key, value in rows)
