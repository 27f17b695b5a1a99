"""What Invoke Service says of the service itself, for accounts that want to know at once."""

from flows.models import Service
from mep.accounts import access
from mep.accounts.roles import Area, Level
from mep.accounts.selectors import Login
from mep.compat.mep.json_answers import refuse


def check_service(login: Login, public_id: str) -> None:
    """Refuse a service that is unknown, out of reach or not live."""
    found = (
        Service.objects.filter(account_id=login.account.id, public_id=public_id)
        .values_list("collection__public_id", "status", "published")
        .first()
    )
    if found is None:
        raise refuse(404, "12008", f"Service {public_id} does not exist.")
    collection, status, published = found
    if not access.is_allowed(login, Area.SERVICES, Level.VIEWER, objects=[collection]):
        raise refuse(403, "12001", f"Service {public_id} is not open to this login.")
    if status != Service.Status.LIVE or published is None:
        raise refuse(409, "12009", f"Service {public_id} is not live.")
