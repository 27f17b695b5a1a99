"""Sessions: who went through which service, and every step of it."""

import math
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from flows import lines, scopes, selectors
from flows.engine import reasons
from flows.engine.graph import Graph
from flows.models import Session, TraceLine
from mep.accounts.models import User
from mep.accounts.needs import Need
from mep.accounts.roles import Area
from mep.api.base import ApiView, login_of
from mep.api.documenting import describes, in_path, page_of
from mep.api.fields import NumberField
from mep.api.paging import PageQuery, find_page, newest_first
from mep.api.shapes import SessionDetailShape, SessionShape
from mep.messaging.viewers import Viewer, hide_number, viewer_of

TAG = "Sessions"
ORDER = newest_first("started_at")
MAX_TRACE_LINES = 2_000
MASK = "••••••"
COLUMNS = {
    "number": "end_user__msisdn",
    "status": "status",
    "request_id": "request_id",
    "service": "service__public_id",
}


class SessionQuery(PageQuery):
    """How the list of sessions may be narrowed."""

    service = serializers.CharField(required=False, max_length=16, help_text="Its ID.")
    number = NumberField(required=False, help_text="The end user's, digits only.")
    status = serializers.ChoiceField(required=False, choices=Session.Status.values)
    request_id = serializers.CharField(required=False, max_length=32)

    def validate_service(self, value: str) -> str:
        """Write an id as it is stored."""
        return value.upper()


class SessionList(ApiView):
    """The sessions of services that the login sees."""

    needs = Need(Area.SERVICES)

    @describes(
        "list_sessions",
        tag=TAG,
        parameters=[SessionQuery],
        answers={200: page_of("SessionPage", SessionShape)},
        refuses=[422],
    )
    def get(self, request: Request) -> Response:
        """List sessions, the newest first."""
        query = SessionQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked, user = query.validated_data, login_of(request)
        found = narrowed(selectors.list_sessions(user), asked)
        page = find_page(found, ORDER, asked["limit"], asked.get("cursor"))
        viewer = viewer_of(user)
        results = [shown(session, viewer) for session in page.rows]
        return Response({"results": results, "next": page.next})


class SessionDetail(ApiView):
    """One session."""

    needs = Need(Area.SERVICES)

    @describes(
        "get_session",
        tag=TAG,
        parameters=[in_path("session_id", "ID of the session.")],
        answers={200: SessionDetailShape},
        refuses=[404],
    )
    def get(self, request: Request, session_id: str) -> Response:
        """Show a session with its variables and its whole trace."""
        user = login_of(request)
        session = selectors.get_session(user, session_id)
        viewer = viewer_of(user)
        detail = {
            **shown(session, viewer),
            "variables": _variables(session, viewer),
            "trace": viewer.show(lines.trace_lines(_trace(user, session))),
        }
        return Response(detail)


def narrowed(sessions: QuerySet[Session], asked: dict[str, Any]) -> QuerySet[Session]:
    """Apply the filters that were given."""
    return sessions.filter(
        **{column: asked[name] for name, column in COLUMNS.items() if name in asked}
    )


def shown(session: Session, viewer: Viewer) -> dict[str, Any]:
    """Show a session; its service, version and end user are loaded with it."""
    service = session.service
    return {
        "id": session.public_id,
        "service": {
            "id": service.public_id,
            "name": service.name,
            "collection": service.collection.public_id,
            "version": session.version.number or 0,
        },
        "number": viewer.number(session.end_user.msisdn),
        "status": session.status,
        "reason": session.reason,
        "reason_text": reasons.words(session.reason) if session.reason else "",
        "trigger": session.trigger,
        "keyword": session.keyword,
        "code": session.code,
        "started_at": session.started_at.isoformat(),
        "ended_at": session.ended_at and session.ended_at.isoformat(),
        "waiting_until": session.wait_until and session.wait_until.isoformat(),
        "node": session.node,
        "request_id": session.request_id,
    }


def _trace(user: User, session: Session) -> list[TraceLine]:
    found = selectors.list_trace(user).filter(session=session).order_by("-number")
    return list(found[:MAX_TRACE_LINES])[::-1]


def _variables(session: Session, viewer: Viewer) -> dict[str, Any]:
    """Show the session's own variables, those that its service marks secret masked."""
    graph = lines.graphs_of({session.version_id})[session.version_id]
    values = {
        **_of_scope("session", session.variables, graph),
        **_of_scope("request", session.request_variables, graph),
    }
    number = session.end_user.msisdn
    return values if viewer.sees_numbers else hide_number(values, number)


def _of_scope(scope: str, packed: str, graph: Graph) -> dict[str, Any]:
    return {
        f"{scope}.{key}": MASK if (scope, key) in graph.secrets else _as_json(value)
        for key, value in scopes.unpack(packed).items()
    }


def _as_json(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Give what JSON has no number for as nothing (Infinity, NaN)."""
    is_odd = isinstance(value, float) and not math.isfinite(value)
    return None if is_odd else value
