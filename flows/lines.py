"""Trace lines, and events that nothing took, as the browser and the API show them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from flows import graphs, scopes
from flows.batch import Batch, Due, Line, ServiceFacts
from flows.engine import reasons
from flows.engine.graph import Graph
from flows.models import Event, Service, ServiceVersion, TraceLine
from mep.base.errors import Invalid

START = "start"
MAX_GRAPHS = 200
UNKNOWN_GRAPH = Graph(start="", nodes={}, links={})

_graphs: dict[int, Graph] = {}


def trace_line_of(line: Line) -> dict[str, Any]:
    """Show a line that a batch has just stored."""
    run, service = line.run, line.service
    return {
        **_common(run.public_id, line, line.version.graph, line.data),
        "service": _service(service, service.collection_public_id),
        "number_of_user": run.user.msisdn,
        "request_id": run.request_id,
        "session_status": run.status,
    }


def trace_line(row: TraceLine, graph: Graph) -> dict[str, Any]:
    """Show a stored line; its session, end user, service and collection are loaded with it."""
    session, service = row.session, row.service
    return {
        **_common(session.public_id, row, graph, scopes.unpack(row.data)),
        "service": _service(service, service.collection.public_id),
        "number_of_user": session.end_user.msisdn,
        "request_id": session.request_id,
        "session_status": session.status,
    }


def trace_lines(rows: Iterable[TraceLine]) -> list[dict[str, Any]]:
    """Show stored lines in their order; the graphs of their versions are kept by this process."""
    rows = list(rows)
    wanted = graphs_of({row.version_id for row in rows})
    return [trace_line(row, wanted[row.version_id]) for row in rows]


def graphs_of(version_ids: set[int]) -> dict[int, Graph]:
    """Return the graphs of versions, those that no longer compile as empty ones."""
    for version in ServiceVersion.objects.filter(id__in=version_ids - _graphs.keys()):
        while len(_graphs) >= MAX_GRAPHS:
            _graphs.pop(next(iter(_graphs)), None)
        _graphs[version.id] = _compiled(version)
    return {version_id: _graphs.get(version_id, UNKNOWN_GRAPH) for version_id in version_ids}


def _compiled(version: ServiceVersion) -> Graph:
    try:
        return graphs.compile_graph(version.graph, version.on_error)
    except (Invalid, ValidationError):
        return UNKNOWN_GRAPH


def event_line_of(batch: Batch, due: Due) -> dict[str, Any]:
    """Show an event that a batch has just refused or dropped."""
    user = batch.users[due.end_user_id]
    status = Event.Status.DROPPED if due.is_dropped else Event.Status.REFUSED
    service = batch.services.get((due.account_id, due.target))
    return {
        **_event(due, status, batch.now, user.msisdn),
        "service": service and _service(service, service.collection_public_id),
        "_user": due.user_id,
    }


def event_line(row: Event, service: Service | None) -> dict[str, Any]:
    """Show a stored event that nothing took; its end user is loaded with it."""
    return {
        **_event(row, Event.Status(row.status), row.done_at, row.end_user.msisdn),
        "service": service and _service(service, service.collection.public_id),
        "_user": row.user_id,
    }


def _event(
    event: Due | Event, status: Event.Status, done_at: datetime | None, number: str
) -> dict[str, Any]:
    """Say what an event was; ``_user`` beside it is the login that sent it, never shown."""
    is_message = event.kind == "message"
    return {
        "kind": "event",
        "id": f"e{event.id:012X}",
        "at": event.created_at.isoformat(),
        "updated": (done_at or event.created_at).isoformat(),
        "event": event.kind,
        "number": number,
        "service_id": event.target if event.kind == "invoke" else "",
        "code": event.target if is_message else "",
        "status": status.name.lower(),
        "reason": event.reason,
        "reason_text": reasons.words(event.reason) if event.reason else "",
        "request_id": event.request_id,
        "text": scopes.unpack(event.data).get("text", "") if is_message else "",
    }


def _service(service: Service | ServiceFacts, collection: str) -> dict[str, str]:
    return {"id": service.public_id, "name": service.name, "collection": collection}


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
