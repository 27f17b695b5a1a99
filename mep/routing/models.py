"""Routing codes and the keywords under them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from mep.base.models import Identified, Owned, Stamped


class RoutingCode(Owned, Identified, Stamped):
    """An inbound address: a number, or the name of an inject code."""

    class Kind(models.TextChoices):
        """What sort of address it is."""

        SHORT_CODE = "short_code", "Short code"
        LONG_NUMBER = "long_number", "Long number"
        TOLL_FREE = "toll_free", "Toll-free"
        LANDLINE = "landline", "Landline"
        INJECT = "inject", "Inject"

    code = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=255, blank=True, default="")
    description = models.CharField(max_length=255, blank=True, default="")
    enabled = models.BooleanField(default=True)
    region = models.CharField(max_length=2, blank=True, default="")
    gateway = models.ForeignKey(
        "messaging.Gateway",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="routing_codes",
    )
    is_default = models.BooleanField(default=False)
    guard = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("account", Lower("code"), name="routingcode_once"),
            models.UniqueConstraint(
                fields=["account"], name="routingcode_default_once", condition=Q(is_default=True)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Keyword(Owned, Identified, Stamped):
    """What a text must be, begin with or match, and the service it starts."""

    class Match(models.TextChoices):
        """How the text is compared."""

        EXACTLY = "exactly"
        STARTS = "starts"
        ENDS = "ends"
        CONTAINS = "contains"
        REGEX = "regex"
        CATCH_ALL = "catch_all"

    class Kind(models.TextChoices):
        """What the keyword is for."""

        CAMPAIGN = "campaign"
        STOP = "stop"
        STOP_ALL = "stop_all"
        HELP = "help"
        OPT_IN = "opt_in"
        CATCH_ALL = "catch_all"

    class Interrupts(models.TextChoices):
        """Whether it goes before a waiting session."""

        NEVER = "never"
        EXACT = "exact"
        ALWAYS = "always"

    routing_code = models.ForeignKey(RoutingCode, on_delete=models.CASCADE, related_name="keywords")
    text = models.CharField(max_length=500, blank=True, default="")
    match = models.CharField(max_length=9, choices=Match.choices, default=Match.EXACTLY)
    whole_words = models.BooleanField(default=True)
    priority = models.PositiveSmallIntegerField(default=100)
    service = models.ForeignKey("flows.Service", on_delete=models.PROTECT, related_name="keywords")
    description = models.CharField(max_length=255, blank=True, default="")
    enabled = models.BooleanField(default=True)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    captures = models.JSONField(default=dict, blank=True)
    interrupts = models.CharField(
        max_length=6, choices=Interrupts.choices, default=Interrupts.NEVER
    )
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.CAMPAIGN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "routing_code",
                "match",
                Lower("text"),
                name="keyword_once",
                condition=Q(enabled=True),
            ),
            models.UniqueConstraint(
                fields=["routing_code"],
                name="keyword_one_catch_all",
                condition=Q(enabled=True, match="catch_all"),
            ),
        ]

    def __str__(self) -> str:
        return self.text or "catch-all"
