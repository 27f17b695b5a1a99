"""What the answers of our own API look like, for its documentation."""

from typing import Any

from rest_framework import serializers

from flows.models import Service, Session
from mep.messaging.models import Message

SERVICE_STATUSES = tuple(Service.Status.values)
SESSION_STATUSES = tuple(Session.Status.values)
MESSAGE_STATUSES = (
    "received", "routed", "session_reply", "catch_all", "unrouted", "blocked", "held", "queued",
    "sending", "accepted", "buffered", "enroute", "delivered", "failed", "rejected", "expired",
    "deleted", "unknown", "unsure", "not_sent",
)  # fmt: skip
VISIT_STATUSES = ("left", "waiting", "ended", "failed")
ACTIONS = ("start", "resume", "hold", "refuse")
FATES = ("resume", "hold", "ignore", "interrupted", "stay")


class Shape(serializers.Serializer[Any]):
    """Part of an answer; written by hand, described here."""


class FaultShape(Shape):
    """One member that breaks a rule."""

    field = serializers.CharField(help_text="Path of the member, such as variables.user.name.")
    detail = serializers.CharField()


class ProblemShape(Shape):
    """A refusal (RFC 9457), sent as application/problem+json."""

    type = serializers.CharField(default="about:blank")
    title = serializers.CharField(help_text="The words of the status.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence that says what is wrong.")
    code = serializers.CharField(help_text="A stable code for programs.")
    field = serializers.CharField(required=False, help_text="The member or parameter at fault.")
    position = serializers.IntegerField(required=False, help_text="Where in a template, from 0.")
    errors = FaultShape(many=True, required=False)  # type: ignore[assignment]  # a member's name
    request_id = serializers.CharField(help_text="Also in the header X-Request-Id.")


class CollectionShape(Shape):
    """A service collection."""

    id = serializers.CharField()
    name = serializers.CharField()


class ServiceNameShape(Shape):
    """Which service; without an id it is one that this login may not see."""

    id = serializers.CharField()
    name = serializers.CharField()
    collection = serializers.CharField(help_text="ID of its collection.")
    collection_name = serializers.CharField(required=False)


class VersionedServiceShape(Shape):
    """Which version of which service."""

    id = serializers.CharField()
    name = serializers.CharField()
    collection = serializers.CharField()
    version = serializers.IntegerField()


class ServiceShape(Shape):
    """A service."""

    id = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    collection = CollectionShape()
    status = serializers.ChoiceField(choices=SERVICE_STATUSES)
    version = serializers.IntegerField(allow_null=True, help_text="The published one.")
    default_originator = serializers.CharField()
    on_reentry = serializers.ChoiceField(choices=Service.OnReentry.values)
    remove_keyword = serializers.BooleanField()
    session_lifetime = serializers.CharField(help_text="ISO 8601, such as P30DT00H00M00S.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class MessageShape(Shape):
    """A message from (MO) or to (MT) a phone."""

    kind = serializers.CharField(default="message")
    id = serializers.CharField()
    at = serializers.DateTimeField()
    updated = serializers.DateTimeField()
    direction = serializers.ChoiceField(choices=Message.Direction.values)
    type = serializers.CharField(help_text="SMS or injected.")
    number = serializers.CharField(help_text="Masked unless the login may see user details.")
    end_user = serializers.CharField()
    code = serializers.CharField(help_text="Routing code of an MO, originator of an MT.")
    network = serializers.CharField()
    text = serializers.CharField()
    parts = serializers.IntegerField()
    encoding = serializers.CharField(help_text="GSM-7 or UCS-2.")
    keyword = serializers.CharField()
    service = ServiceNameShape(allow_null=True)
    session = serializers.CharField(allow_null=True)
    source = serializers.CharField(  # type: ignore[assignment]  # a member of that name
        help_text="mo, inject, simulator, session, guard, api."
    )
    gateway = serializers.CharField()
    status = serializers.ChoiceField(choices=MESSAGE_STATUSES)
    reason = serializers.CharField()
    reason_text = serializers.CharField()
    note = serializers.CharField()
    request_id = serializers.CharField()
    provider_id = serializers.CharField()
    test = serializers.BooleanField()


class ReportShape(Shape):
    """A delivery report."""

    part = serializers.IntegerField(help_text="From 1; 0 for the whole message.")
    status = serializers.CharField()
    provider_status = serializers.CharField()
    error_code = serializers.CharField()
    at = serializers.DateTimeField()


class MessageDetailShape(MessageShape):
    """A message with what was reported of it."""

    reports = ReportShape(many=True)


class ChangeShape(Shape):
    """A variable that changed."""

    scope = serializers.CharField()
    key = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)
    cleared = serializers.BooleanField()


class EffectShape(Shape):
    """Something a handler asked for."""

    kind = serializers.CharField()
    text = serializers.CharField()


class TraceLineShape(Shape):
    """One visited handler."""

    kind = serializers.CharField(default="trace")
    id = serializers.CharField()
    at = serializers.DateTimeField()
    updated = serializers.DateTimeField()
    session = serializers.CharField()
    number = serializers.IntegerField(help_text="Within the session, from 1.")
    node = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a member of that name
    handler = serializers.CharField()
    group = serializers.CharField()
    icon = serializers.CharField()
    outcome = serializers.CharField()
    outcome_label = serializers.CharField()
    status = serializers.ChoiceField(choices=VISIT_STATUSES)
    duration_ms = serializers.FloatField()
    fields = serializers.DictField()  # type: ignore[assignment]  # a member of that name
    changes = ChangeShape(many=True)
    effects = EffectShape(many=True)
    error = serializers.CharField()
    reason = serializers.CharField()
    reason_text = serializers.CharField()
    service = ServiceNameShape()
    number_of_user = serializers.CharField()
    request_id = serializers.CharField()
    session_status = serializers.CharField()


class SessionShape(Shape):
    """One end user going through one service."""

    id = serializers.CharField()
    service = VersionedServiceShape()
    number = serializers.CharField(help_text="Masked unless the login may see user details.")
    status = serializers.ChoiceField(choices=SESSION_STATUSES)
    reason = serializers.CharField()
    reason_text = serializers.CharField()
    trigger = serializers.CharField()
    keyword = serializers.CharField()
    code = serializers.CharField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    waiting_until = serializers.DateTimeField(allow_null=True)
    node = serializers.CharField()
    request_id = serializers.CharField()


class SessionDetailShape(SessionShape):
    """A session with its variables and its trace."""

    variables = serializers.DictField(help_text="Scopes session and request, as scope.key.")
    trace = TraceLineShape(many=True, help_text="In order; the last 2,000 of a longer one.")
