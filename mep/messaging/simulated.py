"""What the simulator remembers, as an aggregator would: outside the messages we keep ourselves."""

from django.db import models
from django.db.models import Q


class SimulatedMessage(models.Model):
    """A message the simulator was given, stored once per message id."""

    class State(models.TextChoices):
        """What the simulator made of it."""

        REFUSING = "refusing"
        RECEIVED = "received"
        REJECTED = "rejected"

    message_id = models.CharField(max_length=36, unique=True)
    gateway = models.CharField(max_length=16, blank=True)
    provider_id = models.CharField(max_length=48, unique=True)
    to = models.CharField(max_length=16)
    sender = models.CharField(max_length=16, blank=True)
    text = models.TextField(blank=True)
    parts = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    refusals = models.PositiveSmallIntegerField()
    attempts = models.PositiveIntegerField()
    duplicates = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "messaging"
        indexes = [
            models.Index(
                fields=["due_at"], name="simulated_due", condition=Q(due_at__isnull=False)
            ),
            models.Index(fields=["to", "received_at"], name="simulated_phone"),
        ]

    def __str__(self) -> str:
        return self.provider_id
