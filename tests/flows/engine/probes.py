"""Handlers that do one thing each, to drive the stepper through its corners."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any

from flows.engine.context import Context, SessionFacts, World
from flows.engine.effects import Effect, SetNetwork
from flows.engine.errors import HandlerError
from flows.engine.events import Answered, Event, MessageReceived, Returned, TimedOut
from flows.engine.graph import Graph, Node, OnError
from flows.engine.handler import Handler
from flows.engine.moves import Call, Go, Move, Wait

END = OnError()
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Pass(Handler):
    """Go on."""

    kind = "pass"
    label = "Pass"
    group = "Flow"
    icon = "tag"

    def enter(self, ctx: Context) -> Move:
        return Go()


class Put(Pass):
    """Set a session variable to the value of a template, and ask for something."""

    kind = "put"
    label = "Put"
    key: str = "a"
    value: str = "1"

    def enter(self, ctx: Context) -> Move:
        ctx.set("session", self.key, ctx.evaluate(self.value, "value"))
        ctx.emit(SetNetwork(self.key))
        return Go()


class Clear(Pass):
    """Clear a session variable."""

    kind = "clear"
    key: str = "a"

    def enter(self, ctx: Context) -> Move:
        ctx.clear("session", self.key)
        return Go()


class Break(Pass):
    """Change, clear and ask for things, then fail."""

    kind = "break"
    label = "Break"
    outcomes = ("next", "failed")
    defect: bool = False
    keep: bool = False
    reason: str = "http"

    def enter(self, ctx: Context) -> Move:
        ctx.set("session", "a", "broken")
        ctx.set("session", "new", "broken")
        ctx.clear("session", "gone")
        ctx.emit(SetNetwork("broken"))
        raise HandlerError(self.reason, "It broke", defect=self.defect, keep=self.keep)


class Listen(Pass):
    """Wait for a message, and keep it with what was remembered."""

    kind = "listen"
    label = "Listen"
    group = "Receive"
    outcomes = ("received", "timed_out")

    def enter(self, ctx: Context) -> Move:
        return Wait((MessageReceived, TimedOut), memory={"before": "kept"})

    def resume(self, ctx: Context, event: Event) -> Move:
        if not isinstance(event, MessageReceived):
            return Go("timed_out")
        ctx.set("session", "heard", f"{event.text} {ctx.memory['before']}")
        return Go("received")

    def waits(self) -> bool:
        return True


class Ask(Pass):
    """Ask our own database something, and keep the answer."""

    kind = "ask_database"

    def enter(self, ctx: Context) -> Move:
        return Wait((Answered,))

    def resume(self, ctx: Context, event: Event) -> Move:
        assert isinstance(event, Answered)
        ctx.set("session", "answer", event.answer)
        return Go()


class Enter(Pass):
    """Call another service."""

    kind = "enter"
    outcomes = ("completed", "ended_early")

    def enter(self, ctx: Context) -> Move:
        return Call("BBBBBBBBBBBB", {"given": 1}, memory={"before": "kept"})

    def resume(self, ctx: Context, event: Event) -> Move:
        assert isinstance(event, Returned)
        ctx.set("session", "memory", ctx.memory["before"])
        return Go("completed" if event.completed else "ended_early")


def make_world(variables: Mapping[str, Any] | None = None, **facts: Any) -> World:
    """Make a world whose session variables are these."""
    ids = count(1)
    known = {"msisdn": "447700900001", "originator": "83000", **facts}
    return World(
        now=NOW,
        scopes={"session": dict(variables or {}), "request": {}, "user": {}, "service": {}},
        random=Random(1),  # noqa: S311 - luck, not secrecy
        new_id=lambda: f"ID{next(ids)}",
        timer=count().__next__,
        session=SessionFacts(**known),
    )


def chain(*handlers: Handler, on_error: OnError = END, **links: str) -> Graph:
    """Draw handlers n1, n2 … in a row by ``next``; ``links`` adds ``n1_failed="n3"``."""
    names = [f"n{number}" for number in range(1, len(handlers) + 1)]
    drawn = {
        (name, handler.outcomes[0]): following
        for name, following, handler in zip(names, names[1:], handlers, strict=False)
    }
    for link, target in links.items():
        name, outcome = link.split("_", 1)
        drawn[name, outcome] = target
    nodes = {
        name: Node(name, f"Label of {name}", handler)
        for name, handler in zip(names, handlers, strict=True)
    }
    return Graph("n1", nodes, drawn, on_error)


def changes_of(step: Any) -> dict[str, Any]:
    """Give what a step made of the session variables, null for a cleared one."""
    return {change.key: change.after for change in step.changes if change.scope == "session"}


def kinds_of(effects: tuple[Effect, ...]) -> list[str]:
    """Name the effects."""
    return [effect.kind for effect in effects]
