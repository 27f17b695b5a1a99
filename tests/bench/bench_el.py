"""The expression language beside Jinja2: both compiled beforehand, both given the same values."""

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

import jinja2

from flows.el import template
from flows.el.env import Env

EVALUATIONS = 20_000
ROUNDS = 9
MICROSECONDS = 1e6
SHARE_OF_JINJA = 0.5

USER = {"n": 5, "name": "Bob", "points": 12}
CONDITION = "user.n + 1 > 3 and user.name == 'Bob'"
OURS = "Hi ${user.name}, you have ${user.points} points"
THEIRS = "Hi {{ user.name }}, you have {{ user.points }} points"


class Row(NamedTuple):
    """One figure of the report."""

    name: str
    figure: float
    unit: str
    limit: float | None
    ok: bool
    at_least: bool = False


def measure() -> list[Row]:
    """Return what evaluating and rendering take, ours and theirs."""
    env = Env({"user": USER}, now=datetime.now(UTC), random=random.Random(1))  # noqa: S311
    jinja = jinja2.Environment()  # noqa: S701 - an SMS is no HTML, and escaping would slow it
    expression = jinja.compile_expression(CONDITION)
    text = jinja.from_string(THEIRS)
    condition = template.compile_template(f"${{{CONDITION}}}")
    greeting = template.compile_template(OURS)
    return [
        *_compared("expression", lambda: condition.evaluate(env), lambda: expression(user=USER)),
        *_compared("template", lambda: greeting.render(env), lambda: text.render(user=USER)),
    ]


def _compared(name: str, ours: Callable[[], object], theirs: Callable[[], object]) -> list[Row]:
    """Measure both in turns, so that a busy machine slows both."""
    rounds = [(_microseconds(ours), _microseconds(theirs)) for _ in range(ROUNDS)]
    figure, peer = (statistics.median(times) for times in zip(*rounds, strict=True))
    limit = peer * SHARE_OF_JINJA
    return [
        Row(f"EL {name}", figure, "µs", limit, figure <= limit),
        Row(f"Jinja2 {name}", peer, "µs", None, ok=True),
    ]


def _microseconds(run: Callable[[], object]) -> float:
    """Return how many microseconds one run takes, on average over many."""
    started = time.perf_counter()
    for _ in range(EVALUATIONS):
        run()
    return (time.perf_counter() - started) / EVALUATIONS * MICROSECONDS


if __name__ == "__main__":
    for row in measure():
        limit = f"{row.limit:.2f}" if row.limit else "-"
        print(f"{row.name:20}{row.figure:8.2f} {row.unit}   limit {limit:>6}   ok {row.ok}")  # noqa: T201
