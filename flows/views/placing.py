"""Which collections a login may put services into."""

from django.db.models import Q, QuerySet

from flows import selectors
from flows.models import ServiceCollection
from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.roles import Area, Level


def places(user: User, present: ServiceCollection | None = None) -> QuerySet[ServiceCollection]:
    """List the collections in use that a login may edit, and the present one."""
    found = selectors.list_collections(user)
    if not access.is_allowed(user, Area.SERVICES, Level.USER):
        return found.filter(id=present.id) if present else found.none()
    return found.filter(Q(archived=False) | Q(id=present.id if present else None))
