"""The sessions of a service: the latest ones, and everything one of them did."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from flows import lines, scopes, selectors
from flows.el.values import to_text
from flows.engine import reasons
from flows.engine.graph import Graph
from flows.models import Session
from flows.views.frame import frame
from flows.views.opening import login_of, open_service
from mep.accounts import moments
from mep.accounts.models import User
from mep.accounts.needs import requires
from mep.accounts.roles import Area
from mep.base.errors import NotFound
from mep.messaging.models import Message
from mep.messaging.viewers import Viewer, hide_number, viewer_of

PAGE_ROWS = 50
MAX_TRACE_LINES = 2_000
MAX_MESSAGES = 200
MASK = "••••"
FLEETING = "request"
"""The scope that only lasts until the next event; its changes are shown folded."""
STATUSES = dict(Session.Status.choices)
MESSAGE_STATUSES = {
    "accepted": "Sent",
    "enroute": "On its way",
    "unknown": "No report",
    "unsure": "Not certain",
}
"""Words for those that do not speak for themselves."""
TRIGGERS = {"message": "Text", "invoke": "API", "service": "Another service"}


@require_safe
@requires(Area.SERVICES)
def sessions(request: HttpRequest, service_id: str) -> HttpResponse:
    """List the latest sessions of a service."""
    service = open_service(request, service_id)
    user, status = login_of(request), request.GET.get("status", "")
    found = selectors.list_sessions(user).filter(service=service)
    shown = found.filter(status=status) if status in STATUSES else found
    rows = _page(shown, _moment(request.GET.get("before", "")))
    context = frame(
        request,
        service,
        "service_sessions",
        rows=_rows(rows[:PAGE_ROWS], viewer_of(user)),
        older=rows[PAGE_ROWS - 1].started_at if len(rows) > PAGE_ROWS else None,
        status=status if status in STATUSES else "",
        statuses=[("", "All"), *STATUSES.items()],
    )
    return render(request, "reports/sessions.html", context)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _page(found: QuerySet[Session], before: datetime | None) -> list[Session]:
    if before:
        found = found.filter(started_at__lt=before)
    return list(found.order_by("-started_at")[: PAGE_ROWS + 1])


def _rows(found: list[Session], viewer: Viewer) -> list[dict[str, Any]]:
    graphs = lines.graphs_of({session.version_id for session in found})
    return [_row(session, graphs[session.version_id], viewer) for session in found]


def _row(session: Session, graph: Graph, viewer: Viewer) -> dict[str, Any]:
    node = graph.nodes.get(session.node)
    return {
        "session": session,
        "number": viewer.number(session.end_user.msisdn),
        "at": node.label if node else session.node,
        "reason": reasons.words(session.reason) if session.reason else "",
        "trigger": TRIGGERS.get(session.trigger, session.trigger),
    }


@require_safe
@requires(Area.SERVICES)
def session(request: HttpRequest, service_id: str, session_id: str) -> HttpResponse:
    """Show a session with its variables, its messages and its whole trace."""
    service, user = open_service(request, service_id), login_of(request)
    found = selectors.get_session(user, session_id)
    if found.service_id != service.id:
        raise NotFound(f"session {session_id} does not exist")
    viewer = viewer_of(user)
    graph = lines.graphs_of({found.version_id})[found.version_id]
    context = frame(
        request,
        service,
        "service_sessions",
        **_row(found, graph, viewer),
        trace=[_timed(line, user) for line in viewer.show(lines.trace_lines(_trace(user, found)))],
        scopes=[
            ("Variables", _variables("session", found, graph, viewer)),
            ("Of the last event", _variables(FLEETING, found, graph, viewer)),
        ],
        texts=_messages(found, viewer),
        sessions_url=reverse("service_sessions", args=[service.public_id]),
    )
    return render(request, "reports/session.html", context)


def _trace(user: User, found: Session) -> list[Any]:
    newest = selectors.list_trace(user).filter(session=found).order_by("-number")
    return list(newest[:MAX_TRACE_LINES])[::-1]


def _timed(line: dict[str, Any], user: User) -> dict[str, Any]:
    """Add the time of a trace line as the login reads it."""
    at = datetime.fromisoformat(line["at"]).astimezone(moments.zone_of(user))
    changes = [_worded(change) for change in line["changes"]]
    return {
        **line,
        "clock": f"{at:%H:%M:%S}.{at.microsecond // 1000:03}",
        "changes": [change for change in changes if change["scope"] != FLEETING],
        "fleeting": [change for change in changes if change["scope"] == FLEETING],
    }


def _worded(change: dict[str, Any]) -> dict[str, Any]:
    """Write the values of a change as a text would."""
    before, after = change["before"], change["after"]
    return {
        **change,
        "before": None if before is None else to_text(before),
        "after": to_text(after),
    }


def _variables(scope: str, found: Session, graph: Graph, viewer: Viewer) -> list[tuple[str, str]]:
    """Give the session's variables as texts, those that its service marks secret masked."""
    packed = found.request_variables if scope == FLEETING else found.variables
    shown = [
        (f"{scope}.{key}", MASK if (scope, key) in graph.secrets else to_text(value))
        for key, value in sorted(scopes.unpack(packed).items())
    ]
    return [(key, _shown(text, found.end_user.msisdn, viewer)) for key, text in shown]


def _shown(text: str, number: str, viewer: Viewer) -> str:
    """Give a text without the number in it, for who may not see numbers."""
    return text if viewer.sees_numbers else str(hide_number(text, number))


def _messages(found: Session, viewer: Viewer) -> list[dict[str, Any]]:
    texts = Message.objects.filter(account_id=found.account_id, session=found)
    return [
        {
            "message": message,
            "number": viewer.number(message.number),
            "text": _shown(message.text, message.number, viewer),
            "reason": reasons.words(message.reason) if message.reason else "",
            "status": _status_words(message.status),
        }
        for message in texts.order_by("created_at", "id")[:MAX_MESSAGES]
    ]


def _status_words(status: str) -> str:
    return MESSAGE_STATUSES.get(status) or status.replace("_", " ").capitalize()
