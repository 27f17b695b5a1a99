"""Event: the durable inbox of everything that happens to an end user."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mep.base.models import Recorded


class Event(Recorded):
    """One thing that happened, or will at ``due_at``; ``data`` is JSON text, ``target`` an id.

    ``wait_number`` ties an answer or a timer to one wait of a session.
    """

    class Status(models.IntegerChoices):
        """What became of it."""

        DUE = 0
        DONE = 1
        REFUSED = 2
        DROPPED = 3
        DEAD = 4

    end_user = models.ForeignKey(
        "endusers.EndUser",
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    lane = models.CharField(max_length=8, default="flow", db_default="flow")
    kind = models.CharField(max_length=16)
    data = models.TextField(default="{}", db_default="{}")
    target = models.CharField(max_length=64, blank=True, default="", db_default="")
    wait_number = models.IntegerField(default=0, db_default=0)
    due_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    dedup_key = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 - null: none
    request_id = models.CharField(max_length=32, blank=True, default="", db_default="")
    user = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    status = models.SmallIntegerField(choices=Status.choices, default=0, db_default=0)
    reason = models.CharField(max_length=32, blank=True, default="", db_default="")
    error = models.TextField(blank=True, default="", db_default="")
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "dedup_key"],
                name="event_once",
                condition=Q(dedup_key__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["lane", "due_at", "id"], name="event_due", condition=Q(status=0)),
            models.Index(
                fields=["end_user", "due_at", "id"], name="event_of_user", condition=Q(status=0)
            ),
            models.Index(
                fields=["account", "done_at"], name="event_refused", condition=Q(status__gte=2)
            ),
            models.Index(
                fields=["target", "wait_number"],
                name="event_timer",
                condition=Q(status=0, kind="timeout"),
            ),
            models.Index(fields=["request_id"], name="event_request", condition=~Q(request_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
