"""What Subscribe, Unsubscribe and Branch on Subscription let an author pick."""

from flows.choices import Choice, choices
from subscriptions.models import Subscription, SubscriptionCollection


@choices("subscriptions")
def list_subscriptions(account_id: int) -> list[Choice]:
    """Every subscription of an account, in its collection."""
    found = Subscription.objects.filter(account_id=account_id).select_related("collection")
    return [
        Choice(each.public_id, each.name, each.collection.name, each.collection.public_id)
        for each in found.order_by("collection__name", "name")
    ]


@choices("subscription_collections")
def list_subscription_collections(account_id: int) -> list[Choice]:
    """Every subscription collection of an account."""
    found = SubscriptionCollection.objects.filter(account_id=account_id).order_by("name")
    return [Choice(each.public_id, each.name, right=each.public_id) for each in found]
