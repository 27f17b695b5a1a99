"""Reading services, sessions, trace and events, each as far as a login may see it.

Whatever happens in a sandbox is never among it.
"""

from django.db.models import Q, QuerySet

from flows.models import Event, Service, ServiceCollection, Session, TraceLine
from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.roles import Area
from mep.base.errors import NotFound
from mep.base.ids import parse_id

UNTOLD_KINDS = ("timeout", "report", "performed")
"""Events that come too late as a matter of course."""
TOLD_OF_MESSAGES = ("variables_dropped",)
"""Why a message's event is told of itself; whatever else becomes of it stands in the message."""


def list_collections(user: User) -> QuerySet[ServiceCollection]:
    """List the service collections a login sees, by name."""
    found = ServiceCollection.objects.filter(account_id=user.account_id)
    visible = access.visible_ids(user, Area.SERVICES)
    if visible is not None:
        found = found.filter(public_id__in=visible)
    return found.order_by("name", "id")


def list_services(user: User) -> QuerySet[Service]:
    """List the services a login sees, with their collection and published version."""
    found = Service.objects.filter(account_id=user.account_id)
    visible = access.visible_ids(user, Area.SERVICES)
    if visible is not None:
        found = found.filter(collection__public_id__in=visible)
    return found.select_related("collection", "published").defer("draft", "published__graph")


def get_service(user: User, public_id: str) -> Service:
    """Return a service a login sees."""
    found = list_services(user).filter(public_id=parse_id(public_id) or "").first()
    if found is None:
        raise NotFound(f"service {public_id} does not exist")
    return found


def list_sessions(user: User) -> QuerySet[Session]:
    """List the sessions of services a login sees, with what names them."""
    found = Session.objects.filter(account_id=user.account_id, sandbox=None)
    visible = access.visible_ids(user, Area.SERVICES)
    if visible is not None:
        found = found.filter(service__collection__public_id__in=visible)
    found = found.select_related("service__collection", "version", "end_user")
    return found.defer("service__draft", "version__graph")


def get_session(user: User, public_id: str) -> Session:
    """Return a session a login sees."""
    number = session_number(public_id)
    found = list_sessions(user).filter(id=number).first() if number is not None else None
    if found is None:
        raise NotFound(f"session {public_id} does not exist")
    return found


def session_number(public_id: str) -> int | None:
    """Read a session's id as shown; ``None`` if it is none."""
    text = parse_id(public_id)
    return int(text, 16) if text else None


def list_trace(user: User) -> QuerySet[TraceLine]:
    """List what sessions did in services a login sees, with what a line shows beside itself."""
    found = TraceLine.objects.filter(account_id=user.account_id, sandbox=None)
    visible = access.visible_ids(user, Area.SERVICES)
    if visible is not None:
        found = found.filter(service__collection__public_id__in=visible)
    found = found.select_related("service__collection", "session__end_user")
    return found.defer("service__draft", "session__state", "session__variables")


def list_refusals(user: User) -> QuerySet[Event]:
    """List the events of an account that nothing took: refused, dropped, or given up.

    Which of them a login sees depends on the service or routing code they name; the caller, who
    knows both, narrows it down.
    """
    found = Event.objects.filter(
        account_id=user.account_id, sandbox=None, status__gte=Event.Status.REFUSED
    )
    told = ~Q(kind__in=(*UNTOLD_KINDS, "message")) | Q(kind="message", reason__in=TOLD_OF_MESSAGES)
    return found.filter(told | Q(status=Event.Status.DEAD)).select_related("end_user")


def is_told(kind: str, reason: str) -> bool:
    """Tell whether an event that nothing took is among those ``list_refusals`` lists."""
    return kind not in UNTOLD_KINDS and (kind != "message" or reason in TOLD_OF_MESSAGES)


def services_by_id(account_id: int, public_ids: set[str]) -> dict[str, Service]:
    """Return services of an account by the public ids that exist."""
    found = Service.objects.filter(account_id=account_id, public_id__in=public_ids)
    found = found.select_related("collection").defer("draft")
    return {service.public_id: service for service in found}


def find_event(account_id: int, dedup_key: str) -> Event | None:
    """Return the event that was stored under a de-duplication key."""
    found = Event.objects.filter(account_id=account_id, dedup_key=dedup_key)
    return found.select_related("end_user").first()
