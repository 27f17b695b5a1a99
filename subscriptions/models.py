"""Subscriptions: lists of end users, and who is or was on them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from mep.base.models import Collection, Identified, Named, Owned, Stamped


class SubscriptionCollection(Collection):
    """A folder of subscriptions, and what rights on them are given on."""

    enabled = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "account", Lower("name"), name="subscriptioncollection_name_once"
            )
        ]


class Subscription(Owned, Identified, Named, Stamped):
    """A list of end users; a protected one is left alone by an unsubscribe from everything."""

    collection = models.ForeignKey(
        SubscriptionCollection, on_delete=models.PROTECT, related_name="subscriptions"
    )
    enabled = models.BooleanField(default=True)
    protected = models.BooleanField(default=False)
    generated = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("collection", Lower("name"), name="subscription_name_once")
        ]


class Membership(models.Model):
    """One stay of an end user on a subscription; without ``until`` it goes on."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="memberships"
    )
    end_user = models.ForeignKey(
        "endusers.EndUser", on_delete=models.CASCADE, related_name="memberships"
    )
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=32)
    reason = models.CharField(max_length=32, blank=True, default="")
    suspended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "end_user"],
                name="membership_current_once",
                condition=Q(until__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["end_user"], name="membership_of_user")]

    def __str__(self) -> str:
        return f"{self.end_user_id} on {self.subscription_id}"
