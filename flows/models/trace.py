"""TraceLine: what every session did, one line a visited node (decision 16)."""

from django.db import models
from django.utils import timezone

from mep.base.models import Recorded


class TraceLine(Recorded):
    """One visit.

    ``entered`` is false when a waiting node was resumed; ``data`` is JSON text: ``fields``,
    ``changes`` and ``effects``. A line with ``ended`` closes the session at its node.
    """

    session = models.ForeignKey(
        "flows.Session",
        on_delete=models.CASCADE,
        related_name="trace",
        db_constraint=False,
        db_index=False,
    )
    service = models.ForeignKey(
        "flows.Service",
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    version = models.ForeignKey(
        "flows.ServiceVersion",
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    number = models.PositiveIntegerField()
    node = models.CharField(max_length=64)
    handler = models.CharField(max_length=32)
    entered = models.BooleanField()
    outcome = models.CharField(max_length=64, blank=True, default="", db_default="")
    ended = models.CharField(max_length=12, blank=True, default="", db_default="")
    reason = models.CharField(max_length=32, blank=True, default="", db_default="")
    error = models.TextField(blank=True, default="", db_default="")
    data = models.TextField(default="{}", db_default="{}")
    seed = models.BinaryField(null=True, blank=True)
    microseconds = models.PositiveIntegerField(default=0, db_default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="traceline_once")]
        indexes = [models.Index(fields=["account", "at"], name="traceline_latest")]

    def __str__(self) -> str:
        return f"{self.session_id}.{self.number}"
