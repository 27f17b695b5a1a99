"""Work in the background on messages."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from mep.base import bulk, queue
from mep.messaging import reports, submitting
from mep.messaging.gateways.simulator import due_receipts
from mep.messaging.models import Gateway


@shared_task(name="messaging.drain_gateway")
def drain_gateway(lane: str) -> None:
    """Submit what is due on one gateway; ``lane`` is ``send:`` and its id."""
    queue.started(lane)
    submitting.drain_gateway(int(lane.partition(":")[2]))


@shared_task(name="messaging.sweep")
def sweep() -> None:
    """Wake every gateway with messages due or leases run out, and see to reports."""
    for (gateway_id,) in bulk.fetch(
        "SELECT DISTINCT gateway_id FROM messaging_message"
        " WHERE (status = 'queued' AND due_at <= now())"
        " OR (status = 'sending' AND leased_until < now())"
    ):
        queue.wake(f"send:{gateway_id}")
    report_from_simulator()
    reports.match_forgotten()


def report_from_simulator() -> int:
    """Take in the receipts of simulated phones that are due; return how many."""
    with transaction.atomic():
        due = due_receipts(timezone.now())
        ids = dict(
            Gateway.objects.filter(public_id__in={each.account for each in due}).values_list(
                "public_id", "id"
            )
        )
        for account, gateway_id in ids.items():
            reports.receive_reports(
                gateway_id, [each.receipt for each in due if each.account == account]
            )
    return len(due)
