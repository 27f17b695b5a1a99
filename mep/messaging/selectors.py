"""Reading messages, each as far as a login may see it; a sandbox's are never among them."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from mep.accounts.models import User
from mep.base.errors import NotFound
from mep.base.ids import parse_id
from mep.messaging.lines import with_names
from mep.messaging.models import DeliveryReport, Message
from mep.messaging.viewers import Viewer, viewer_of

MAX_REPORTS = 100


def list_messages(user: User) -> QuerySet[Message]:
    """List the messages a login sees, with what names them."""
    return messages_seen_by(viewer_of(user))


def messages_seen_by(viewer: Viewer) -> QuerySet[Message]:
    """List messages by the service that took or sent them, or by their routing code."""
    found = Message.objects.filter(account_id=viewer.account_id, sandbox=None)
    if viewer.codes is not None:
        found = found.alias(folded_code=Lower("code"))
        found = found.filter(_of_seen_service(viewer) | Q(folded_code__in=viewer.codes))
    return with_names(found)  # type: ignore[no-any-return]


def _of_seen_service(viewer: Viewer) -> Q:
    if viewer.collections is None:
        return Q(service__isnull=False)
    return Q(service__collection__public_id__in=viewer.collections)


def get_message(user: User, public_id: str) -> Message:
    """Return a message a login sees."""
    text = parse_id(public_id)
    found = list_messages(user).filter(id=int(text, 16)).first() if text else None
    if found is None:
        raise NotFound(f"message {public_id} does not exist")
    return found


def list_reports(user: User, message: Message) -> QuerySet[DeliveryReport]:
    """List what was reported of a message of the login's account, oldest first."""
    found = DeliveryReport.objects.filter(message=message, gateway__account_id=user.account_id)
    return found.order_by("at", "id")[:MAX_REPORTS]
