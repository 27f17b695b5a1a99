"""Lockout: the recent failures to sign in under one name."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Lockout(models.Model):
    """Failures under a name at one door; names that no login has are counted alike."""

    class Door(models.TextChoices):
        """Where somebody tried."""

        PAGES = "pages"
        API = "api"

    username = models.CharField(max_length=64)
    door = models.CharField(max_length=5, choices=Door.choices)
    failures = ArrayField(models.DateTimeField(), default=list)
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["username", "door"], name="lockout_once")]

    def __str__(self) -> str:
        return f"{self.username} at {self.door}"
