"""What a handler's gateway account field lets an author pick."""

from flows.choices import Choice, choices
from mep.messaging.models import Gateway


@choices("gateways")
def list_gateways(account_id: int) -> list[Choice]:
    """Every enabled gateway account."""
    found = Gateway.objects.filter(account_id=account_id, enabled=True).order_by("name")
    return [Choice(each.public_id, each.name, right=each.public_id) for each in found]
