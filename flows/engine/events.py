"""What the world tells a session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an end user."""


@dataclass(frozen=True, slots=True)
class Started(Event):
    """The session begins at the start node."""


@dataclass(frozen=True, slots=True)
class MessageReceived(Event):
    """A text of the end user; a new request period begins with it."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class MessageReported(Event):
    """The final delivery report of a message.

    ``status`` as in gateways.md 3.3, ``name`` as shown in EL.
    """

    message_id: str = ""
    status: str = "delivered"
    name: str = ""


@dataclass(frozen=True, slots=True)
class TimedOut(Event):
    """The time of the wait has come."""


@dataclass(frozen=True, slots=True)
class Performed(Event):
    """An outside effect has ended; ``data`` is what its performer learned."""

    ok: bool = True
    reason: str = ""
    message: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered(Event):
    """The answer to a question to our own database; its shape is the question's."""

    answer: Any = None


@dataclass(frozen=True, slots=True)
class Returned(Event):
    """A called service has ended; ``variables`` are its ``session`` variables.

    ``reason`` says why it was not completed, or could not be run at all.
    """

    completed: bool = True
    reason: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)


EVENTS: dict[str, type[Event]] = {
    "message": MessageReceived,
    "report": MessageReported,
    "timeout": TimedOut,
    "performed": Performed,
}
