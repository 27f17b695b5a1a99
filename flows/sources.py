"""What Run Sub-service and Go to Service let an author pick."""

from flows.choices import Choice, choices
from flows.models import Service


@choices("services")
def list_services(account_id: int) -> list[Choice]:
    """Every service that is not archived, in its collection."""
    found = Service.objects.filter(account_id=account_id).exclude(status="archived")
    return [
        Choice(each.public_id, each.name, each.collection.name, each.collection.public_id)
        for each in found.select_related("collection").order_by("collection__name", "name")
    ]
