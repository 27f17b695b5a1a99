"""The pure engine: steps of a service with ten handlers, on one core."""

import random
import time
from datetime import UTC, datetime
from itertools import count

from flows import graphs
from flows.engine.context import SessionFacts, World
from flows.engine.events import Started
from flows.engine.states import State
from flows.engine.step import step
from tests.bench.bench_el import Row

HANDLERS = 10
SECONDS = 2.0


def measure() -> list[Row]:
    """Return how many times a second a session goes through all ten handlers."""
    graph = graphs.compile_graph(_document())
    ids = count(1)
    world = World(
        now=datetime.now(UTC),
        scopes={"user": {"name": "Ada", "n": 1}, "session": {}, "request": {}, "system": {}},
        random=random.Random(1),  # noqa: S311 - nothing is drawn
        new_id=lambda: f"{next(ids):016X}",
        timer=time.perf_counter_ns,
        session=SessionFacts(msisdn="447700900001", originator="83000"),
    )
    done, started = 0, time.perf_counter()
    while time.perf_counter() - started < SECONDS:
        result = step(graph, State(graph.start), Started(), world)
        done += len(result.visits)
    rate = done / (time.perf_counter() - started)
    return [Row("engine, handlers visited on one core", rate, "/s", None, ok=True)]


def _document() -> dict[str, object]:
    kinds = [
        ("branch_expr", {"expression": "${user.n + 1 > 0}"}, "true"),
        ("set_variables", {"rows": [{"key": "x", "value": "${user.n + 1}"}]}, "done"),
        ("send_sms", {"message": "Hi ${user.name}, you have ${session.x} points"}, "sent"),
    ]
    chosen = [kinds[place % len(kinds)] for place in range(HANDLERS)]
    return {
        "format": 1,
        "start": "n0",
        "nodes": [
            {"id": f"n{place}", "kind": kind, "label": f"N{place}", "settings": settings}
            for place, (kind, settings, _) in enumerate(chosen)
        ],
        "links": [
            {"from": f"n{place}", "outcome": outcome, "to": f"n{place + 1}"}
            for place, (*_, outcome) in enumerate(chosen[:-1])
        ],
        "stickies": [],
    }
