"""People with phones, what is known of them, and the mobile operators."""

import secrets
from datetime import datetime

from django.db import models
from django.utils import timezone

from mep.base.models import Owned

MSISDN_DIGITS = 16
UNKNOWN_NETWORK = "UNKNOWN"


def new_end_user_id() -> int:
    """Draw an id whose hexadecimal form has 16 digits and whose sign bit is clear."""
    return secrets.randbelow(0x7 << 60) + (1 << 60)


class EndUser(Owned):
    """Somebody with a phone; inside a sandbox, a pretended one."""

    id = models.BigIntegerField(primary_key=True, default=new_end_user_id, editable=False)
    msisdn = models.CharField(max_length=MSISDN_DIGITS)
    sandbox = models.ForeignKey("flows.Sandbox", on_delete=models.CASCADE, null=True, blank=True)
    email = models.CharField(max_length=254, blank=True, default="", db_default="")
    network = models.CharField(max_length=32, default=UNKNOWN_NETWORK, db_default=UNKNOWN_NETWORK)
    time_zone = models.CharField(max_length=64, blank=True, default="", db_default="")
    language = models.CharField(max_length=16, blank=True, default="", db_default="")
    added_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "msisdn", "sandbox"],
                name="enduser_once_per_account",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.msisdn

    @property
    def public_id(self) -> str:
        """The id as shown: 16 hexadecimal digits."""
        return f"{self.id:016X}"


class UserVariable(models.Model):
    """A variable of one end user.

    ``owner_id`` is the service or collection of the narrower scopes.
    """

    end_user = models.ForeignKey(EndUser, on_delete=models.CASCADE, related_name="variables")
    scope = models.CharField(max_length=16)
    owner_id = models.BigIntegerField(default=0)
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    value = models.TextField()
    updated_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(
        default=timezone.now
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["end_user", "scope", "owner_id", "key"], name="uservariable_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope}.{self.name}"


class OptOut(Owned):
    """A number that must not be texted from a code; an empty code stands for all of them."""

    end_user = models.ForeignKey(EndUser, on_delete=models.CASCADE, related_name="opt_outs")
    code = models.CharField(max_length=64, blank=True, default="")
    since = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=32)
    text = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["end_user", "code"], name="optout_once")]

    def __str__(self) -> str:
        return f"{self.end_user_id} from {self.code or 'everything'}"


class Consent(Owned):
    """The proof that an end user confirmed, or declined, an opt-in."""

    end_user = models.ForeignKey(EndUser, on_delete=models.CASCADE, related_name="consents")
    at = models.DateTimeField(default=timezone.now)
    confirmed = models.BooleanField()
    question = models.TextField()
    answer = models.TextField()
    label = models.CharField(max_length=64, blank=True, default="")
    subscription = models.CharField(max_length=255, blank=True, default="")
    code = models.CharField(max_length=64, blank=True, default="")
    keyword = models.CharField(max_length=161, blank=True, default="")
    session_id = models.BigIntegerField()
    service_id = models.BigIntegerField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["end_user", "-at"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{'confirmed' if self.confirmed else 'declined'} {self.label}".strip()


class Operator(models.Model):
    """A mobile operator: its network code and the number the newer APIs use."""

    code = models.CharField(max_length=32, primary_key=True)
    numeric_id = models.PositiveIntegerField(null=True, blank=True, unique=True)
    name = models.CharField(max_length=255, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")

    def __str__(self) -> str:
        return self.code
