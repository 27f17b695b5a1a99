"""Deleting for good what nothing needs any more."""

from datetime import timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from flows.models import Service, ServiceCollection
from mep.base.errors import Conflict

SESSIONS_ARE_KEPT = timedelta(days=90)


def delete_service(service: Service) -> None:
    """Delete an archived service and its versions; refused while its sessions are kept."""
    if service.status != Service.Status.ARCHIVED:
        raise Conflict("Archive the service before you delete it", code="not_archived")
    latest = service.sessions.order_by("-started_at").first()
    if latest and latest.started_at > timezone.now() - SESSIONS_ARE_KEPT:
        days = SESSIONS_ARE_KEPT.days
        raise Conflict(
            f"{service.name} has sessions of the last {days} days, which are kept", code="sessions"
        )
    _delete(service, f"{service.name} is still pointed at, for example by a keyword")


def delete_collection(collection: ServiceCollection) -> None:
    """Delete a collection that has no services."""
    count = collection.services.count()
    if count:
        words = "1 service" if count == 1 else f"{count} services"
        raise Conflict(f"{collection.name} still has {words}, archived ones too", code="not_empty")
    _delete(collection, f"{collection.name} is still in use")


def _delete(thing: Service | ServiceCollection, refusal: str) -> None:
    try:
        with transaction.atomic():
            if isinstance(thing, Service):
                Service.objects.filter(id=thing.id).update(published=None)
                thing.sessions.all().delete()
            thing.delete()
    except ProtectedError as error:
        raise Conflict(refusal, code="in_use") from error
