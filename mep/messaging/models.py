"""Gateways and the messages that pass through them."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mep.base.models import Identified, Named, Owned, Recorded, Stamped
from mep.messaging.simulated import SimulatedMessage

__all__ = ["DeliveryReport", "Gateway", "Message", "SimulatedMessage"]


def new_message_id() -> int:
    """Draw an id whose hexadecimal form has 16 digits and whose sign bit is clear."""
    return secrets.randbelow(0x7 << 60) + (1 << 60)


class Gateway(Owned, Identified, Named, Stamped):
    """A gateway account.

    How messages reach handsets. ``settings`` are checked by the kind's class.
    """

    kind = models.CharField(max_length=24)
    channel = models.CharField(max_length=3, default="sms")
    region = models.CharField(max_length=2, blank=True, default="")
    enabled = models.BooleanField(default=True)
    settings = models.JSONField(default=dict, blank=True)
    default_originator = models.CharField(max_length=16, blank=True, default="")
    alphanumeric_allowed = models.BooleanField(default=True)
    messages_per_second = models.PositiveIntegerField(default=0)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], name="gateway_default_once", condition=Q(is_default=True)
            )
        ]


class Message(Recorded):
    """A text from or to a phone.

    An MT row is the intent to send, written before anything leaves.
    """

    class Direction(models.TextChoices):
        """From the phone or to it."""

        MO = "MO"
        MT = "MT"

    id = models.BigIntegerField(primary_key=True, default=new_message_id, editable=False)
    direction = models.CharField(max_length=2, choices=Direction.choices)
    type = models.CharField(max_length=8, default="SMS", db_default="SMS")
    source = models.CharField(max_length=12)
    number = models.CharField(max_length=16)
    end_user = models.ForeignKey(
        "endusers.EndUser",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    code = models.CharField(max_length=64, blank=True, default="")
    network = models.CharField(max_length=32, blank=True, default="")
    text = models.TextField()
    parts = models.PositiveSmallIntegerField(default=1)
    encoding = models.CharField(max_length=5, default="GSM-7")
    keyword = models.CharField(max_length=161, blank=True, default="", db_default="")
    service = models.ForeignKey(
        "flows.Service",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    session = models.ForeignKey(
        "flows.Session",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        db_constraint=False,
    )
    visit = models.PositiveIntegerField(default=0, db_default=0)
    request_id = models.CharField(max_length=32, blank=True, default="", db_default="")
    status = models.CharField(max_length=13)
    reason = models.CharField(max_length=32, blank=True, default="", db_default="")
    error = models.CharField(max_length=255, blank=True, default="", db_default="")
    gateway = models.ForeignKey(
        Gateway,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        db_constraint=False,
        db_index=False,
    )
    external_id = models.CharField(max_length=255, blank=True, default="", db_default="")
    lane = models.CharField(max_length=7, default="instant", db_default="instant")
    wants_report = models.BooleanField(default=False, db_default=False)
    wait_number = models.IntegerField(default=0, db_default=0)
    validity_seconds = models.PositiveIntegerField(default=0, db_default=0)
    note = models.CharField(max_length=160, blank=True, default="", db_default="")
    subaccount = models.CharField(max_length=10, blank=True, default="", db_default="")
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    final_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "visit", "number"],
                name="message_once_per_visit",
                condition=Q(direction="MT"),
            )
        ]
        indexes = [
            models.Index(fields=["account", "updated_at"], name="message_latest"),
            models.Index(fields=["account", "created_at"], name="message_newest"),
            models.Index(fields=["account", "number", "created_at"], name="message_of_number"),
            models.Index(
                fields=["gateway", "-lane", "due_at"],
                name="message_due",
                condition=Q(status="queued"),
            ),
            models.Index(
                fields=["gateway", "number", "created_at"],
                name="message_pending",
                condition=Q(status__in=["queued", "sending"]),
            ),
            models.Index(
                fields=["gateway", "leased_until"],
                name="message_leased",
                condition=Q(status="sending"),
            ),
            models.Index(
                fields=["gateway", "external_id"],
                name="message_external",
                condition=~Q(external_id=""),
            ),
            models.Index(
                fields=["request_id"], name="message_request", condition=~Q(request_id="")
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        """The id as shown: 16 hexadecimal digits."""
        return f"{self.id:016X}"


class DeliveryReport(models.Model):
    """One report on a message, or on one of its parts; kept even before its message is known."""

    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, blank=True, related_name="reports"
    )
    external_id = models.CharField(max_length=255)
    part = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10)
    provider_status = models.CharField(max_length=64, blank=True, default="")
    error_code = models.CharField(max_length=32, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "external_id", "part", "status"], name="report_once"
            )
        ]
        indexes = [
            models.Index(fields=["at"], name="report_parked", condition=Q(message__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.external_id} {self.status}"
