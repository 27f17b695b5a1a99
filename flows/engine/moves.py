"""What a handler decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flows.engine.events import Event


@dataclass(frozen=True, slots=True)
class Move:
    """A handler's decision."""


@dataclass(frozen=True, slots=True)
class Go(Move):
    """Leave by an outcome; ``reason`` says why when that ends the session."""

    outcome: str = "next"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Wait(Move):
    """Stand here until one of the events, at most until a time.

    ``memory`` is given back to ``resume``. ``codes`` are further routing codes to accept a message
    from (``*`` for any), ``patterns`` regular expressions one of which the whole message must
    match; ``ignore`` says that a message matching none is dropped, else it goes to the keywords.
    """

    events: tuple[type[Event], ...]
    until: datetime | None = None
    memory: Mapping[str, Any] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    ignore: bool = False


@dataclass(frozen=True, slots=True)
class Call(Move):
    """Run another service inside this session, then resume with ``Returned``."""

    service: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    memory: Mapping[str, Any] = field(default_factory=dict)
