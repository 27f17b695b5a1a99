"""Effect: something outside our database that a session waits for or leaves behind."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mep.base.models import Recorded


class Effect(Recorded):
    """One outside effect.

    ``data`` and ``answer`` are JSON text. Performed by whoever holds the lease.
    """

    class Status(models.TextChoices):
        """Due until somebody performs it; dead when it fails again and again."""

        DUE = "due"
        DONE = "done"
        FAILED = "failed"
        DEAD = "dead"

    session = models.ForeignKey(
        "flows.Session",
        on_delete=models.CASCADE,
        related_name="effects",
        db_constraint=False,
    )
    end_user = models.ForeignKey(
        "endusers.EndUser",
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    visit = models.PositiveIntegerField()
    wait_number = models.IntegerField(default=0)
    kind = models.CharField(max_length=24)
    data = models.TextField()
    status = models.CharField(
        max_length=8, choices=Status.choices, default=Status.DUE, db_default=Status.DUE.value
    )
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="", db_default="")
    answer = models.TextField(blank=True, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="effect_due", condition=Q(status="due"))]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
