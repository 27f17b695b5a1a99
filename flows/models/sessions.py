"""Sessions: one end user going through one service version."""

import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mep.base.models import Owned, Recorded


def new_session_id() -> int:
    """Draw an id whose hexadecimal form has 12 digits."""
    return secrets.randbelow(0xF << 44) + (1 << 44)


class Sandbox(Owned):
    """A world of its own for trying a draft.

    Its people, variables and clock are not the real ones.
    """

    service = models.ForeignKey("flows.Service", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    clock_offset = models.DurationField(default=timedelta)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"sandbox {self.id}"


class Session(Recorded):
    """Where one end user stands in one version. The texts ``state``, ``variables`` … hold JSON.

    ``awaits`` is the kinds of event it waits for, joined by commas; ``code`` the routing code it
    takes messages from.
    """

    class Status(models.TextChoices):
        """Waiting, or how it ended."""

        WAITING = "waiting"
        COMPLETED = "completed"
        EXPIRED = "expired"
        INTERRUPTED = "interrupted"
        CANCELLED = "cancelled"
        FAILED = "failed"

    id = models.BigIntegerField(primary_key=True, default=new_session_id, editable=False)
    end_user = models.ForeignKey(
        "endusers.EndUser",
        on_delete=models.CASCADE,
        related_name="sessions",
        db_constraint=False,
    )
    service = models.ForeignKey(
        "flows.Service",
        on_delete=models.CASCADE,
        related_name="sessions",
        db_constraint=False,
        db_index=False,
    )
    version = models.ForeignKey(
        "flows.ServiceVersion",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    status = models.CharField(max_length=12, choices=Status.choices)
    reason = models.CharField(max_length=32, blank=True, default="", db_default="")
    trigger = models.CharField(max_length=16)
    keyword = models.CharField(max_length=161, blank=True, default="", db_default="")
    guard = models.CharField(max_length=8, blank=True, default="", db_default="")
    code = models.CharField(max_length=64, blank=True, default="", db_default="")
    request_id = models.CharField(max_length=32, blank=True, default="", db_default="")
    node = models.CharField(max_length=64)
    awaits = models.CharField(max_length=64, blank=True, default="", db_default="")
    wait_number = models.IntegerField(default=0, db_default=0)
    wait_until = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    state = models.TextField(default="{}", db_default="{}")
    variables = models.TextField(default="{}", db_default="{}")
    request_variables = models.TextField(default="{}", db_default="{}")
    visits = models.PositiveIntegerField(default=0, db_default=0)
    resumes = models.PositiveIntegerField(default=0, db_default=0)
    started_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["end_user"], name="session_waiting", condition=Q(status="waiting")
            ),
            models.Index(
                fields=["expires_at"], name="session_expiry", condition=Q(status="waiting")
            ),
            models.Index(
                fields=["account", "ended_at"], name="session_failed", condition=Q(status="failed")
            ),
            models.Index(fields=["account", "-started_at"], name="session_latest"),
            models.Index(fields=["service", "-started_at"], name="session_of_service"),
            models.Index(
                fields=["request_id"], name="session_request", condition=~Q(request_id="")
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        """The id as shown: 12 hexadecimal digits."""
        return f"{self.id:012X}"
