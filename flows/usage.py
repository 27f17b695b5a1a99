"""What still uses a service, and therefore keeps it from being archived."""

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from flows import references, starters
from flows.models import Service
from flows.selectors import list_services
from flows.starters import RESTRICTED
from mep.accounts.models import User

RUNNING = (Service.Status.LIVE, Service.Status.PAUSED)


def uses_of(user: User, service: Service) -> list[str]:
    """Say what still starts or runs a service, in words; what a login may not see is restricted."""
    found = starters.starters_of(user, [service.id])[service.id]
    return [str(starter) for starter in found if starter.enabled] + _callers(user, service)


def _callers(user: User, service: Service) -> list[str]:
    seen = set(list_services(user).values_list("id", flat=True))
    return [
        f"service “{caller.name if caller.id in seen else RESTRICTED}”"
        for caller in _naming(service)
        if caller.published
        and ("services", service.public_id) in references.find(caller.published.graph)
    ]


def _naming(service: Service) -> QuerySet[Service]:
    """Find the services whose published graph has the id somewhere in its text."""
    running = Service.objects.filter(account_id=service.account_id, status__in=RUNNING)
    text = Cast("published__graph", TextField())
    naming = running.annotate(text=text).filter(text__contains=service.public_id)
    return naming.exclude(id=service.id).select_related("published").order_by("name")
