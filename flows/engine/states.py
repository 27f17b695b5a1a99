"""Where a session stands, and what a step makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flows.engine.context import Change
from flows.engine.effects import Effect
from flows.engine.errors import HandlerError
from flows.engine.moves import Move, Wait


class Status(StrEnum):
    """Where a step left the session."""

    WAITING = "waiting"
    CALLING = "calling"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class State:
    """Where a session stands. ``visited`` counts nodes since its last wait for the world."""

    node: str
    wait: Wait | None = None
    memory: Mapping[str, Any] = field(default_factory=dict)
    visited: int = 0
    rescued: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A node entered or resumed: the raw material of one trace line."""

    node: str
    entered: bool = True
    outcome: str = ""
    error: HandlerError | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    effects: tuple[Effect, ...] = ()
    nanoseconds: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """All that follows from one event."""

    state: State
    status: Status
    move: Move
    visits: tuple[Visit, ...]
    reason: str = ""

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What all visits asked for, in order."""
        return tuple(effect for visit in self.visits for effect in visit.effects)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change of a variable, in order."""
        return tuple(change for visit in self.visits for change in visit.changes)
