"""ApiToken: a secret that stands for a login on our own API."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from mep.accounts.models.users import User
from mep.base.models import Identified


class ApiToken(Identified):
    """A token of which only the hash is kept. Without ``scopes`` it may whatever its owner may."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=255)
    hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=models.Q(revoked_at__isnull=True),
                name="apitoken_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
