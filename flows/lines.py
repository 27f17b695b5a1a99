"""Trace lines as the browser and the API show them."""

from typing import Any

from flows import scopes
from flows.batch import Line
from flows.engine import reasons
from flows.engine.graph import Graph
from flows.models import TraceLine

START = "start"


def trace_line_of(line: Line) -> dict[str, Any]:
    """Show a line that a batch has just stored."""
    run, service = line.run, line.service
    return {
        **_common(run.public_id, line, line.version.graph, line.data),
        "service": {
            "id": service.public_id,
            "name": service.name,
            "collection": service.collection_public_id,
        },
        "number_of_user": run.user.msisdn,
        "request_id": run.request_id,
        "session_status": run.status,
    }


def trace_line(row: TraceLine, graph: Graph) -> dict[str, Any]:
    """Show a stored line; its session, end user, service and collection are loaded with it."""
    session, service = row.session, row.service
    return {
        **_common(session.public_id, row, graph, scopes.unpack(row.data)),
        "service": {
            "id": service.public_id,
            "name": service.name,
            "collection": service.collection.public_id,
        },
        "number_of_user": session.end_user.msisdn,
        "request_id": session.request_id,
        "session_status": session.status,
    }


def _common(
    session: str, line: Line | TraceLine, graph: Graph, data: dict[str, Any]
) -> dict[str, Any]:
    at = line.at.isoformat()
    return {
        "kind": "trace",
        "id": f"t{session}.{line.number}",
        "at": at,
        "updated": at,
        "session": session,
        "number": line.number,
        "node": line.node,
        **_placed(line, graph),
        "outcome": line.outcome,
        "status": _status(line),
        "duration_ms": round(line.microseconds / 1000, 1),
        "fields": data.get("fields", {}),
        "changes": [_change(row) for row in data.get("changes", ())],
        "effects": [{"kind": kind, "text": text} for kind, text in data.get("effects", ())],
        "error": line.error,
        "reason": line.reason,
        "reason_text": reasons.words(line.reason) if line.reason else "",
    }


def _placed(line: Line | TraceLine, graph: Graph) -> dict[str, str]:
    """Say which handler it was, in the words of its version."""
    node = graph.nodes.get(line.node)
    if node is None:
        label = "Variables sent along" if line.handler == START else line.node
        return {
            "label": label, "handler": line.handler, "group": "Flow", "icon": "play",
            "outcome_label": "",
        }  # fmt: skip
    kind = type(node.handler)
    return {
        "label": node.label,
        "handler": kind.kind,
        "group": kind.group,
        "icon": kind.icon,
        "outcome_label": node.handler.label_of(line.outcome) if line.outcome else "",
    }


def _status(line: Line | TraceLine) -> str:
    if line.ended:
        return "failed" if line.ended == "failed" else "ended"
    if line.error:
        return "failed"
    return "left" if line.outcome or line.handler == START else "waiting"


def _change(row: list[Any]) -> dict[str, Any]:
    scope, key, before, after, *cleared = row
    return {
        "scope": scope, "key": key, "before": before, "after": after, "cleared": bool(cleared)
    }  # fmt: skip
