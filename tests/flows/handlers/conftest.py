"""Playing one handler, or a few, without a runner: ``world``, ``graph`` and ``run``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest

from flows.engine.context import SessionFacts, World
from flows.engine.effects import Effect
from flows.engine.events import Event, MessageReceived, Started, TimedOut
from flows.engine.graph import Graph, Node
from flows.engine.handler import Handler
from flows.engine.moves import Wait
from flows.engine.states import State, Step, Visit
from flows.engine.step import step

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MSISDN = "447700900001"
SCOPES = (
    "service", "servicecoll", "session", "request", "user", "userservice", "userservicecoll",
)  # fmt: skip
FACTS = {
    "service_id": "AAAAAAAAAAAA",
    "service_name": "Tea Club",
    "end_user_id": "D649DC369FD68582",
    "msisdn": MSISDN,
    "routing_code": "83000",
    "originator": "83000",
}


def make_world(
    variables: Mapping[str, Any] | None = None, *, now: datetime = NOW, seed: int = 1, **facts: Any
) -> World:
    """Make a world; ``variables`` are ``scope.key`` to value, ``facts`` those of the session."""
    scopes: dict[str, dict[str, Any]] = {scope: {} for scope in SCOPES}
    for name, value in (variables or {}).items():
        scope, key = name.lower().split(".", 1)
        scopes[scope][key] = value
    ids = count(1)
    return World(
        now=now,
        scopes=scopes,
        random=Random(seed),  # noqa: S311 - luck, not secrecy
        new_id=lambda: f"ID{next(ids)}",
        timer=lambda: 0,
        session=SessionFacts(**{**FACTS, **facts}),
    )


def make_graph(
    nodes: Mapping[str, Handler] | Handler, links: Mapping[tuple[str, str], str] | None = None
) -> Graph:
    """Make a graph that starts at its first node; a lone handler is the node ``n1``."""
    named = {"n1": nodes} if isinstance(nodes, Handler) else dict(nodes)
    placed = {id: Node(id, f"Label of {id}", handler) for id, handler in named.items()}
    return Graph(start=next(iter(named)), nodes=placed, links=dict(links or {}))


@dataclass
class Play:
    """A service being played: what the runner keeps between two steps."""

    graph: Graph
    world: World
    steps: list[Step] = field(default_factory=list)

    def on(self, event: Event, *, after: timedelta | None = None) -> "Play":
        """Let something happen, by default at once, a time-out when it is due."""
        state = self.steps[-1].state if self.steps else State(self.graph.start)
        self.world.now = self._moment(event, state.wait, after)
        if isinstance(event, MessageReceived):
            self.world.scopes["request"].clear()
            self.world.scopes["request"]["defaultmessage"] = event.text
        self.steps.append(step(self.graph, state, event, self.world))
        self._store()
        return self

    def _moment(self, event: Event, wait: Wait | None, after: timedelta | None) -> datetime:
        if after is None and isinstance(event, TimedOut) and wait and wait.until:
            return wait.until
        return self.world.now + (after or timedelta())

    def _store(self) -> None:
        for change in self.last.changes:
            if change.cleared:
                self.world.scopes[change.scope].pop(change.key, None)
            else:
                self.world.scopes[change.scope][change.key] = change.after

    def variable(self, name: str) -> Any:
        """Read a stored variable by ``scope.key``; null when there is none."""
        scope, key = name.lower().split(".", 1)
        return self.world.scopes[scope].get(key)

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def visit(self) -> Visit:
        return self.last.visits[-1]

    @property
    def outcome(self) -> str:
        return self.visit.outcome

    @property
    def reason(self) -> str:
        """The code of the last visit's error."""
        return self.visit.error.reason if self.visit.error else ""

    @property
    def fields(self) -> Mapping[str, Any]:
        return self.visit.fields

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What the last step asked for."""
        return self.last.effects

    @property
    def wait(self) -> Wait:
        """The wait the last step ended in."""
        assert isinstance(self.last.move, Wait)
        return self.last.move


@pytest.fixture
def world():
    """Give the factory of worlds."""
    return make_world


@pytest.fixture
def graph():
    """Give the factory of graphs."""
    return make_graph


@pytest.fixture
def run():
    """Give ``run(handler or graph, *events, variables=…, now=…, **facts)``, already started."""

    def play(what: Handler | Graph, *events: Event, variables: Any = None, **world: Any) -> Play:
        drawn = what if isinstance(what, Graph) else make_graph(what)
        played = Play(drawn, make_world(variables, **world)).on(Started())
        for event in events:
            played.on(event)
        return played

    return play
