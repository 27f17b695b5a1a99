"""Trace lines from the visits of a step."""

from collections.abc import Mapping
from typing import Any

from flows.batch import Batch, Line, Run
from flows.engine.context import Change
from flows.engine.step import Step, Visit
from flows.runner.luck import Luck

MASK = "••••••"
SHORTEST_SECRET = 4


def trace(batch: Batch, run: Run, result: Step, luck: Luck) -> None:
    """Write one line for each visit; the seed goes with the last."""
    for visit in result.visits:
        add(batch, run, visit.node, **_told(run, visit))
    batch.lines[-1].seed = luck.sealed()


def add(batch: Batch, run: Run, node: str, **facts: Any) -> Line:  # noqa: ANN401 - of a Line
    """Write one line of a session, numbered after its last."""
    run.visits += 1
    run.is_touched = True
    placed = run.version.graph.nodes.get(node)
    facts.setdefault("handler", placed.handler.kind if placed else "")
    line = Line(run, run.version, run.service, run.visits, node, at=batch.now, **facts)
    batch.lines.append(line)
    return line


def _told(run: Run, visit: Visit) -> dict[str, Any]:
    secrets = run.version.graph.secrets
    values = _secret_values(run) if secrets else ()
    data: dict[str, Any] = {}
    if visit.fields:
        data["fields"] = {name: _masked(text, values) for name, text in visit.fields.items()}
    if visit.changes:
        data["changes"] = [change_row(change, secrets) for change in visit.changes]
    if visit.effects:
        data["effects"] = [
            [effect.kind, _masked(effect.summary(), values)] for effect in visit.effects
        ]
    return {
        "entered": visit.entered,
        "outcome": visit.outcome,
        "reason": visit.error.reason if visit.error else "",
        "error": visit.error.message if visit.error else "",
        "microseconds": visit.nanoseconds // 1000,
        "data": data,
    }


def change_row(change: Change, secrets: frozenset[tuple[str, str]] = frozenset()) -> list[Any]:
    """Write a change as scope, name, before, after and, if so, that it was cleared."""
    before, after = change.before, change.after
    if (change.scope, change.key) in secrets:
        before, after = before and MASK, after and MASK
    row = [change.scope, change.name or change.key, before, after]
    return [*row, True] if change.cleared else row


def _secret_values(run: Run) -> tuple[str, ...]:
    """Return the texts of secret variables as they now stand, the longest first."""
    found = (_scope(run, scope).get(key) for scope, key in run.version.graph.secrets)
    texts = {str(value) for value in found if value is not None}
    return tuple(sorted((text for text in texts if len(text) >= SHORTEST_SECRET), key=len))[::-1]


def _scope(run: Run, scope: str) -> Mapping[str, Any]:
    if scope in ("session", "request"):
        return run.variables if scope == "session" else run.request
    owner = {"userservice": run.service.id, "userservicecoll": run.service.collection_id}
    return run.user.variables.get((scope, owner.get(scope, 0)), {})


def _masked(value: Any, secrets: tuple[str, ...]) -> Any:  # noqa: ANN401 - a field's value
    if not isinstance(value, str):
        return value
    for secret in secrets:
        value = value.replace(secret, MASK)
    return value
