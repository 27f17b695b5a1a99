"""Routing codes: which there are, and what a text to one would do."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from flows.batch import Run
from flows.engine import reasons
from flows.resolving import Refuse, Resume, Start
from mep.accounts.needs import Need
from mep.accounts.roles import Area
from mep.api.base import ApiView, login_of
from mep.api.documenting import asked, describes, in_path, page_of
from mep.api.fields import NumberField, StrictSerializer, TextField
from mep.api.paging import PageQuery, by_name, find_page
from mep.api.shapes import ACTIONS, FATES, ServiceNameShape, Shape
from mep.messaging.viewers import RESTRICTED, Viewer, viewer_of
from mep.routing import selectors
from mep.routing.explaining import Rehearsal, rehearse
from mep.routing.models import RoutingCode
from mep.routing.rules import Choice, Explanation

TAG = "Routing"
ORDER = by_name("code")
MAX_TEXT_CHARACTERS = 10_000


class CodeShape(Shape):
    """A routing code and the keywords that are enabled under it."""

    id = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=RoutingCode.Kind.values)
    enabled = serializers.BooleanField()
    keywords = serializers.ListField(child=serializers.CharField(), help_text="With % marks.")


class CodeList(ApiView):
    """The routing codes that the login sees."""

    needs = Need(Area.ROUTING)

    @describes(
        "list_routing_codes",
        tag=TAG,
        parameters=[PageQuery],
        answers={200: page_of("RoutingCodePage", CodeShape)},
        refuses=[422],
    )
    def get(self, request: Request) -> Response:
        """List routing codes with their keywords."""
        query = PageQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked_for = query.validated_data
        found = selectors.with_keywords(selectors.list_codes(login_of(request)))
        page = find_page(found, ORDER, asked_for["limit"], asked_for.get("cursor"))
        return Response({"results": [_code(code) for code in page.rows], "next": page.next})


def _code(code: RoutingCode) -> dict[str, Any]:
    keywords = code.enabled_keywords  # type: ignore[attr-defined]  # loaded by with_keywords
    return {
        "id": code.public_id,
        "code": code.code,
        "name": code.name,
        "kind": code.kind,
        "enabled": code.enabled,
        "keywords": [selectors.name_of(keyword) for keyword in keywords],
    }


class ExplainBody(StrictSerializer):
    """A text, and whose."""

    text = TextField(max_length=MAX_TEXT_CHARACTERS)
    number = NumberField(required=False, default="", help_text="Then its sessions count too.")


class TriedKeywordShape(Shape):
    """What became of one keyword."""

    id = serializers.CharField()
    keyword = serializers.CharField(help_text="With % marks.")
    match = serializers.CharField()
    priority = serializers.IntegerField()
    kind = serializers.CharField()
    service = ServiceNameShape()
    matched = serializers.BooleanField()
    chosen = serializers.BooleanField()
    reason = serializers.CharField()
    reason_text = serializers.CharField()


class CapturesShape(Shape):
    """What the chosen keyword took out of the text."""

    keyword = serializers.CharField(allow_null=True)
    message = serializers.CharField(allow_null=True)
    variables = serializers.DictField(child=serializers.CharField())


class WaitingShape(Shape):
    """The session of the number that waits for a message on this code."""

    session = serializers.CharField(allow_null=True)
    service = ServiceNameShape()
    would = serializers.ChoiceField(choices=FATES)


class ResultShape(Shape):
    """What would be done with the text."""

    action = serializers.ChoiceField(choices=ACTIONS)
    service = ServiceNameShape(allow_null=True)
    session = serializers.CharField(allow_null=True)
    reason = serializers.CharField()
    reason_text = serializers.CharField()


class ExplanationShape(Shape):
    """Why a text goes where it goes."""

    code = serializers.CharField()
    text = serializers.CharField()
    keywords = TriedKeywordShape(many=True, help_text="In the order they are tried.")
    winner = serializers.CharField(allow_null=True, help_text="ID of the chosen keyword.")
    captures = CapturesShape(allow_null=True)
    text_after_removal = serializers.CharField(allow_null=True)
    guard = serializers.CharField(allow_null=True, help_text="stop, stop_all, start or help.")
    waiting = WaitingShape(allow_null=True)
    result = ResultShape()


class Explain(ApiView):
    """Tries a text on a routing code."""

    needs = Need(Area.ROUTING)

    @describes(
        "explain_routing",
        tag=TAG,
        asks=ExplainBody,
        parameters=[in_path("code_id", "ID of the routing code.")],
        answers={200: ExplanationShape},
        refuses=[404],
        examples=[asked("Join", {"text": "join now", "number": "447700900001"})],
    )
    def post(self, request: Request, code_id: str) -> Response:
        """Tell what a text would do, and why; nothing is sent and nothing is kept."""
        user = login_of(request)
        code = selectors.get_code(user, code_id)
        body = ExplainBody(data=request.data)
        body.is_valid(raise_exception=True)
        text, number = body.validated_data["text"], body.validated_data["number"]
        found = rehearse(user, code, text, number)
        return Response({"code": code.code, "text": text, **explained(found, viewer_of(user))})


def explained(found: Rehearsal, viewer: Viewer) -> dict[str, Any]:
    """Show what a rehearsal found."""
    return {
        "keywords": [_tried(found, each, viewer) for each in found.explanations],
        "winner": found.choice.rule.id if found.choice else None,
        "captures": _captures(found.choice),
        "text_after_removal": found.seen,
        "guard": found.word,
        "waiting": _waiting(found, viewer),
        "result": _result(found, viewer),
    }


def _tried(found: Rehearsal, each: Explanation, viewer: Viewer) -> dict[str, Any]:
    rule = each.rule
    service = found.keywords[rule.id].service
    return {
        "id": rule.id,
        "keyword": rule.name,
        "match": rule.match,
        "priority": rule.priority,
        "kind": rule.kind,
        "service": _service(service, service.collection.public_id, viewer),
        "matched": each.matched,
        "chosen": each.is_chosen,
        "reason": each.reason,
        "reason_text": each.words,
    }


def _service(service: Any, collection: str, viewer: Viewer) -> dict[str, str]:  # noqa: ANN401 - row or facts
    if not viewer.sees_collection(collection):
        return RESTRICTED
    return {"id": service.public_id, "name": service.name, "collection": collection}


def _captures(choice: Choice | None) -> dict[str, Any] | None:
    if choice is None:
        return None
    variables = {f"session.{name}": value for name, value in choice.variables}
    return {"keyword": choice.keyword, "message": choice.message, "variables": variables}


def _waiting(found: Rehearsal, viewer: Viewer) -> dict[str, Any] | None:
    run = found.waiting
    if run is None:
        return None
    return {"session": _session(run, viewer), "service": _root(run, viewer), "would": found.fate}


def _session(run: Run, viewer: Viewer) -> str | None:
    return run.public_id if viewer.sees_collection(run.root.collection_public_id) else None


def _root(run: Run, viewer: Viewer) -> dict[str, str]:
    return _service(run.root, run.root.collection_public_id, viewer)


def _result(found: Rehearsal, viewer: Viewer) -> dict[str, Any]:
    result: dict[str, Any] = {"action": found.action, "service": None, "session": None}
    reason = ""
    match found.resolution:
        case Start(service=service):
            result["service"] = _service(service, service.collection_public_id, viewer)
        case Resume(run=run):
            result |= {"service": _root(run, viewer), "session": _session(run, viewer)}
        case Refuse(reason=reason):
            pass
    words = reasons.words(reason) if reason else ""
    return {**result, "reason": reason, "reason_text": words}
