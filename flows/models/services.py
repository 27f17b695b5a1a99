"""Services: their collections, drafts and published versions."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from mep.base.models import Collection, Identified, Named, Owned, Stamped


class ServiceCollection(Collection):
    """A folder of services that share variables and permissions."""

    archived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="servicecollection_name_once")
        ]


class Service(Owned, Identified, Named, Stamped):
    """What an author builds: a graph of handlers, edited as a draft and run as versions."""

    class Status(models.TextChoices):
        """Whether a service takes triggers (decision 24)."""

        DRAFT = "draft"
        LIVE = "live"
        PAUSED = "paused"
        ARCHIVED = "archived"

    class OnReentry(models.TextChoices):
        """What a trigger does when the end user is already in the service."""

        RESTART = "restart"
        IGNORE = "ignore"
        PARALLEL = "parallel"

    collection = models.ForeignKey(
        ServiceCollection, on_delete=models.PROTECT, related_name="services"
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)
    remove_keyword = models.BooleanField(default=True)
    default_originator = models.CharField(max_length=16, blank=True, default="")
    default_language = models.CharField(max_length=16, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    on_reentry = models.CharField(
        max_length=8, choices=OnReentry.choices, default=OnReentry.RESTART
    )
    session_lifetime = models.DurationField(default=timedelta(days=30))
    on_error = models.JSONField(default=dict, blank=True)
    draft = models.JSONField(default=dict)
    draft_revision = models.PositiveIntegerField(default=0)
    draft_changed_at = models.DateTimeField(null=True, blank=True)
    published = models.ForeignKey(
        "flows.ServiceVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("collection", Lower("name"), name="service_name_once")
        ]


class ServiceVersion(models.Model):
    """A published graph, never changed.

    A sandbox's has no number. ``writes`` names shared scopes.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="versions")
    sandbox = models.ForeignKey("flows.Sandbox", on_delete=models.CASCADE, null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    graph = models.JSONField()
    on_error = models.JSONField(default=dict, blank=True)
    writes = models.JSONField(default=list)
    note = models.CharField(max_length=2000, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.number}"
