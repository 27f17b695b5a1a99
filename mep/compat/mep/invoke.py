"""Invoke Service: start a service for an end user (POST /service/v1/invokeService/<id>)."""

import re

from django.http import HttpRequest, HttpResponse

from flows import services as flows
from mep.accounts import access, credentials, limits
from mep.accounts.basic import is_private, parse_basic
from mep.accounts.roles import Area, Level, OtherRole
from mep.accounts.selectors import Login
from mep.base.ids import parse_id
from mep.compat.mep import bodies, invocations, strict
from mep.compat.mep.calls import documented
from mep.compat.mep.json_answers import JSON, refuse
from mep.endusers import selectors as endusers

MAX_BODY_BYTES = 64 * 1024
TEST_HOST = "servicemanager-cie"
TEST_ENVIRONMENT = "cie"

_JSON_TYPE = re.compile(r'application/json\s*(?:;\s*charset\s*=\s*("?)utf-8\1\s*)?', re.IGNORECASE)


@documented(JSON)
def invoke_service(request: HttpRequest, request_id: str, service_id: str) -> HttpResponse:
    """Check everything in the documented order, queue the invocation, answer 202."""
    login = _login(request)
    public_id = parse_id(service_id)
    if public_id is None:
        raise refuse(400, "12005", "Invalid serviceId.")
    wanted = invocations.parse(_body(request), ascii_only=login.account.ascii_values)
    if login.account.strict_service_check:
        strict.check_service(login, public_id)
    if not _is_test(request):
        flows.post_invocation(
            login.account.id,
            number=wanted.number,
            service_id=public_id,
            request_id=request_id,
            variables=wanted.variables,
            network=_network(wanted.operator_id),
            user_id=login.id,
        )
    return _accepted()


def _login(request: HttpRequest) -> Login:
    """Return the login that calls, if it is one that may."""
    name, password = parse_basic(request.META.get("HTTP_AUTHORIZATION", "")) or ("", "")
    login = credentials.check(name, password).login if is_private(request) else None
    if login is None or login.username != name:
        raise refuse(401, "12006", "Invalid credentials.", WWW_Authenticate='Basic realm="mep"')
    if not limits.is_within(login.account, limits.INVOKE):
        raise refuse(429, "1010", "Too many requests. Try again later.", Retry_After="1")
    needed = [OtherRole.INVOKE_SERVICE]
    if not access.is_allowed(login, Area.SERVICES, Level.VIEWER, other_roles=needed):
        raise refuse(403, "12001", "The account's roles do not allow this API.")
    return login


def _body(request: HttpRequest) -> bytes:
    if not _JSON_TYPE.fullmatch(request.META.get("CONTENT_TYPE", "").strip()):
        raise refuse(415, "12004", "Content-Type must be application/json.")
    try:
        return bodies.read(request, MAX_BODY_BYTES)
    except bodies.TooLong:
        raise refuse(413, "12007", "Request body too long.") from None


def _network(operator_id: int | None) -> str:
    return (endusers.find_operator(operator_id) or "") if operator_id else ""


def _is_test(request: HttpRequest) -> bool:
    """Tell whether the call is meant for the test environment, where nothing is started."""
    environment: str = request.META.get("HTTP_X_MEP_ENVIRONMENT", "")
    host: str = request.META.get("HTTP_HOST", "")
    return environment.strip().lower() == TEST_ENVIRONMENT or host.lower().startswith(TEST_HOST)


def _accepted() -> HttpResponse:
    response = HttpResponse(status=202)
    del response["Content-Type"]
    response["Content-Length"] = "0"
    return response
