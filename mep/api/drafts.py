"""Drafts of services: reading and replacing them, and publishing them as versions."""

from dataclasses import asdict
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from flows import authoring, selectors
from flows.models import Service
from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.needs import Need
from mep.accounts.roles import Area, Level
from mep.api.base import ApiView, login_of
from mep.api.documenting import asked, describes, in_path
from mep.api.fields import StrictSerializer, TextField
from mep.api.shapes import Shape

TAG = "Services"
MAX_NOTE_CHARACTERS = 2_000
SERVICE_ID = in_path("service_id", "ID of the service.")


class IssueShape(Shape):
    """One thing wrong with a graph; without a node it concerns the whole."""

    severity = serializers.ChoiceField(choices=["error", "warning"])
    node = serializers.CharField()
    field = serializers.CharField()
    rule = serializers.CharField()
    message = serializers.CharField()


class DraftShape(Shape):
    """A draft as it stands."""

    document = serializers.DictField(help_text="The graph: format, start, nodes, links, stickies.")
    revision = serializers.IntegerField()
    issues = IssueShape(many=True)


class NewDraft(StrictSerializer):
    """A graph to take a draft's place."""

    document = serializers.JSONField()
    base_revision = serializers.IntegerField(
        min_value=0, help_text="The revision it was made from; a newer one is not overwritten."
    )


class Publication(StrictSerializer):
    """What to say about a version."""

    note = TextField(max_length=MAX_NOTE_CHARACTERS, default="")


class VersionShape(Shape):
    """A published version."""

    version = serializers.IntegerField()
    status = serializers.CharField(help_text="The service's status now.")
    note = serializers.CharField()
    published_at = serializers.DateTimeField()


class Draft(ApiView):
    """The draft of one service."""

    needs = {"GET": Need(Area.SERVICES), "PUT": Need(Area.SERVICES, Level.USER)}

    @describes(
        "get_draft", tag=TAG, parameters=[SERVICE_ID], answers={200: DraftShape}, refuses=[404]
    )
    def get(self, request: Request, service_id: str) -> Response:
        """Show a draft with everything that is wrong with it."""
        return Response(_shown(selectors.get_service(login_of(request), service_id)))

    @describes(
        "replace_draft",
        tag=TAG,
        parameters=[SERVICE_ID],
        asks=NewDraft,
        answers={200: DraftShape},
        refuses=[404, 409],
    )
    def put(self, request: Request, service_id: str) -> Response:
        """Replace a draft that nobody else has changed meanwhile."""
        user = login_of(request)
        service = editable_service(user, service_id)
        body = NewDraft(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        authoring.save_draft(user, service, given["document"], base_revision=given["base_revision"])
        return Response(_shown(service))


class Publish(ApiView):
    """Publishing one service."""

    needs = Need(Area.SERVICES, Level.USER)

    @describes(
        "publish_service",
        tag=TAG,
        parameters=[SERVICE_ID],
        asks=Publication,
        answers={201: VersionShape},
        refuses=[404],
        examples=[asked("With a note", {"note": "Shorter welcome"})],
    )
    def post(self, request: Request, service_id: str) -> Response:
        """Make the draft the version that new sessions run; refused while it has errors."""
        user = login_of(request)
        service = editable_service(user, service_id)
        body = Publication(data=request.data)
        body.is_valid(raise_exception=True)
        version = authoring.publish(user, service, note=body.validated_data["note"])
        service.refresh_from_db()
        return Response(
            {
                "version": version.number,
                "status": service.status,
                "note": version.note,
                "published_at": version.created_at,
            },
            status=201,
        )


def editable_service(user: User, public_id: str) -> Service:
    """Return a service that a login may change."""
    service = selectors.get_service(user, public_id)
    access.check(user, Area.SERVICES, Level.USER, objects=[service.collection.public_id])
    return service


def _shown(service: Service) -> dict[str, Any]:
    return {
        "document": service.draft,
        "revision": service.draft_revision,
        "issues": [asdict(issue) for issue in authoring.issues_of(service)],
    }
