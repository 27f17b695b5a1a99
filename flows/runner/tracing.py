"""Trace lines from the visits of a step."""

from typing import Any

from flows.batch import Batch, Line, Run
from flows.engine.states import Step, Visit
from flows.runner.luck import Luck
from flows.runner.masks import Masks


def trace(batch: Batch, run: Run, result: Step, luck: Luck) -> None:
    """Write one line for each visit; the seed goes with the last."""
    masks = Masks(batch, run, result.changes)
    for visit in result.visits:
        add(batch, run, visit.node, **_told(visit, masks))
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


def _told(visit: Visit, masks: Masks) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if visit.fields:
        data["fields"] = {name: masks.hide(value) for name, value in visit.fields.items()}
    if visit.changes:
        data["changes"] = [masks.row(change) for change in visit.changes]
    if visit.effects:
        data["effects"] = [[effect.kind, masks.hide(effect.summary())] for effect in visit.effects]
    return {
        "entered": visit.entered,
        "outcome": visit.outcome,
        "reason": visit.error.reason if visit.error else "",
        "error": masks.hide(visit.error.message) if visit.error else "",
        "microseconds": visit.nanoseconds // 1000,
        "data": data,
    }
