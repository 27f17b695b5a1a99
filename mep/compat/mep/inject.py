"""Inject Message: a text as though an end user had sent it (GET /InjectMessage)."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mep.accounts import access, limits
from mep.accounts.roles import Area, Level, OtherRole
from mep.accounts.selectors import Login
from mep.compat.mep import injections, logins, query
from mep.compat.mep.calls import documented
from mep.compat.mep.injections import Injection
from mep.compat.mep.text_answers import PLAIN, denied, element, not_found, xml
from mep.messaging import services as messaging
from mep.messaging.models import new_message_id
from mep.routing.mo import Mo
from mep.routing.models import RoutingCode

KIND = "routing code"


@documented(PLAIN)
def inject_message(request: HttpRequest, request_id: str) -> HttpResponse:
    """Check everything in the documented order, take the message in, say its id."""
    parameters = query.read(request)
    login = logins.authenticate(parameters, limits.INJECT)
    logins.require(login, Area.ROUTING, Level.VIEWER, [OtherRole.INJECT_MESSAGE])
    wanted = injections.parse(parameters, ascii_only=login.account.ascii_values)
    mo = _message(wanted, _code(login, wanted.code), login.account.id)
    messaging.receive_mo(mo, request_id=request_id, variables=wanted.variables, user_id=login.id)
    return _accepted(mo)


def _code(login: Login, name: str) -> str:
    """Return an inject code as it is stored, if the account has it and the login reaches it."""
    found = (
        RoutingCode.objects.filter(
            account_id=login.account.id, code__iexact=name, kind=RoutingCode.Kind.INJECT
        )
        .values_list("code", "public_id", "enabled")
        .first()
    )
    if found is None:
        raise not_found(KIND, name)
    code, public_id, is_enabled = found
    if not access.is_allowed(login, Area.ROUTING, Level.VIEWER, objects=[public_id]):
        raise denied(f"{KIND} {code}")
    if not is_enabled:
        raise denied(f"{KIND} {code} is disabled")
    return code


def _message(wanted: Injection, code: str, account_id: int) -> Mo:
    return Mo(
        message_id=f"{new_message_id():016X}",
        account_id=account_id,
        code=code,
        sender=wanted.sender,
        text=wanted.text,
        received_at=timezone.now(),
        network=wanted.network,
        source="inject",
    )


def _accepted(mo: Mo) -> HttpResponse:
    return xml(
        (
            "<messages>",
            "   <message>",
            f"      {element('id', mo.message_id)}",
            f"      {element('code', mo.code)}",
            f"      {element('from', mo.sender)}",
            f"      {element('network', mo.network)}",
            "   </message>",
            "</messages>",
        )
    )
