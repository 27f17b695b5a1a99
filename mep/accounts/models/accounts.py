"""Account: a customer of the installation, and its settings."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from mep.accounts.zones import is_zone
from mep.base.models import Identified

LONDON = "Europe/London"


class Locale(models.TextChoices):
    """How dates are written."""

    BRITISH = "en_GB", "31/12/2030"
    AMERICAN = "en_US", "12/31/2030"
    ISO = "ISO", "2030-12-31"


def check_zone(name: str) -> None:
    """Refuse a name that is no time zone."""
    if not is_zone(name):
        raise ValidationError(f"{name} is not a time zone such as {LONDON}")


class Account(Identified):
    """A customer: everything else belongs to exactly one. The switches are its settings."""

    name = models.CharField(max_length=255)
    enabled = models.BooleanField(default=True, db_default=True)
    locale = models.CharField(max_length=5, choices=Locale.choices, default=Locale.BRITISH)
    time_zone = models.CharField(max_length=64, default=LONDON, validators=[check_zone])
    platform_time_zone = models.CharField(max_length=64, default=LONDON, validators=[check_zone])
    default_country = models.CharField(max_length=2, blank=True, default="")
    default_code = models.CharField(max_length=64, blank=True, default="")
    legacy_api = models.BooleanField(default=False, db_default=False)
    strict_service_check = models.BooleanField(default=False, db_default=False)
    strict_variables_api = models.BooleanField(default=False, db_default=False)
    ascii_values = models.BooleanField(default=False, db_default=False)
    rate_limits = models.BooleanField(default=True, db_default=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="account_name_once",
                violation_error_code="unique",
                violation_error_message="There is an account of this name.",
            )
        ]

    def __str__(self) -> str:
        return self.name
