"""Invoking a service: it runs for one end user. Our own API is always strict about it."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from flows import selectors
from flows import services as flows
from flows.el.names import KeyRefused, ValueRefused, check_key, check_value
from flows.el.values import HIGHEST, LOWEST, Value
from flows.models import Service
from flows.resolving import Variables
from mep.accounts.limits import INVOKE
from mep.accounts.models import User
from mep.accounts.needs import Need
from mep.accounts.roles import Area, Level, OtherRole
from mep.api import idempotency
from mep.api.base import REQUEST_ID, ApiView, login_of, take_turn
from mep.api.documenting import (
    EXAMPLE_REQUEST_ID,
    answered,
    asked,
    describes,
    in_header,
    in_path,
)
from mep.api.fields import NumberField, StrictSerializer
from mep.api.idempotency import Call
from mep.api.shapes import Shape
from mep.base.errors import Conflict
from mep.endusers.selectors import find_operator, is_known_network

TAG = "Services"
SCOPES = ("request", "session", "user", "userservice", "userservicecoll")
VALUE_CHARACTERS = 255
EXAMPLE = {
    "number": "447700900123",
    "variables": {"user": {"name": "Bob"}, "session": {"delayMinutes": 35}},
}


@extend_schema_field(
    {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": {}}}
)
class VariablesField(serializers.DictField):
    """Variables by scope and key, given as rows in the order they were written."""

    def to_internal_value(self, data: Any) -> Variables:  # type: ignore[override]  # noqa: ANN401
        if not isinstance(data, dict):
            raise serializers.ValidationError("This must be an object.")
        faults: dict[str, Any] = {}
        rows: list[tuple[str, str, Value]] = []
        for name, members in data.items():
            found, wrong = _read_scope(name.lower(), members, self._is_ascii_only())
            rows += found
            if wrong:
                faults[name] = wrong
        if len({name.lower() for name in data}) < len(data):
            faults["non_field_errors"] = ["A scope is given twice; letter case does not matter."]
        if faults:
            raise serializers.ValidationError(faults)
        return rows

    def _is_ascii_only(self) -> bool:
        return bool(self.context.get("ascii_values"))


def _read_scope(
    scope: str, members: object, ascii_only: bool
) -> tuple[list[tuple[str, str, Value]], Any]:
    """Return the rows of one scope and what is wrong with them."""
    if scope not in SCOPES:
        return [], [f"This is not a scope that may be set here: {', '.join(SCOPES)}."]
    if not isinstance(members, dict):
        return [], ["This must be an object."]
    faults = {}
    for key, value in members.items():
        if fault := _fault(scope, key, value, ascii_only):
            faults[key] = [fault]
    if len({key.lower() for key in members}) < len(members):
        faults["non_field_errors"] = ["A key is given twice; letter case does not matter."]
    return [(scope, key, value) for key, value in members.items()], faults


def _fault(scope: str, key: str, value: object, ascii_only: bool) -> str:
    try:
        check_key(scope, key)
        if isinstance(value, str):
            check_value(value, max_length=VALUE_CHARACTERS, ascii_only=ascii_only)
    except KeyRefused as refusal:
        return f"The key is not allowed: {refusal.reason}."
    except ValueRefused as refusal:
        return f"The value is not allowed: {refusal.reason}."
    if not isinstance(value, str | int | float | bool):
        return "This must be a string, a number, true or false."
    is_integer = isinstance(value, int) and not isinstance(value, bool)
    fits = not is_integer or LOWEST <= int(value) <= HIGHEST
    return "" if fits else "The integer does not fit 64 bits."


class EndUserBody(StrictSerializer):
    """The end user as the documented Invoke Service names them."""

    phoneNumber = NumberField()  # noqa: N815 - the documented name
    mobileOperatorId = serializers.IntegerField(min_value=1, required=False)  # noqa: N815


class InvocationBody(StrictSerializer):
    """For whom the service runs, and what it is given; the documented `endUser` is taken too."""

    number = NumberField(help_text="6 to 16 digits with the country code: a string or an integer.")
    variables = VariablesField(
        required=False,
        default=tuple,  # type: ignore[arg-type]  # rows
        help_text=(
            "Scope → key → value, scopes request, session, user, userservice and userservicecoll. "
            "Set before the service begins; a string may hold expressions."
        ),
    )
    network = serializers.CharField(
        required=False, default="", max_length=32, help_text="The number's operator, if known."
    )

    def to_internal_value(self, data: Any) -> Any:  # noqa: ANN401 - JSON
        if not isinstance(data, dict) or "endUser" not in data or "number" in data:
            return super().to_internal_value(data)
        end_user = EndUserBody(data=data["endUser"])
        if not end_user.is_valid():
            raise serializers.ValidationError({"endUser": end_user.errors})
        rest = {name: value for name, value in data.items() if name != "endUser"}
        operator = find_operator(end_user.validated_data.get("mobileOperatorId", 0))
        known = {"network": operator} if operator else {}
        number = end_user.validated_data["phoneNumber"]
        return super().to_internal_value({**known, **rest, "number": number})

    def validate_network(self, value: str) -> str:
        """Take only operators that are known."""
        code = value.upper()
        if code and not is_known_network(code):
            raise serializers.ValidationError("This operator is not known.")
        return code


class InvocationShape(Shape):
    """Accepted: under which request id, and where its sessions will be."""

    request_id = serializers.CharField()
    sessions = serializers.URLField(help_text="Lists what the invocation started.")


class Invoke(ApiView):
    """Starts a service."""

    needs = Need(Area.SERVICES, Level.VIEWER, (OtherRole.INVOKE_SERVICE,))

    @describes(
        "invoke_service",
        tag=TAG,
        asks=InvocationBody,
        parameters=[
            in_path("service_id", "ID of the service."),
            in_header("Idempotency-Key", "Sent again with the same body, nothing happens twice."),
        ],
        answers={202: InvocationShape},
        refuses=[404, 409, 429],
        examples=[
            asked("For Bob", EXAMPLE),
            answered(
                "Accepted",
                {
                    "request_id": EXAMPLE_REQUEST_ID,
                    "sessions": "https://mep.example.com/api/v1/sessions?request_id="
                    + EXAMPLE_REQUEST_ID,
                },
                202,
            ),
        ],
    )
    def post(self, request: Request, service_id: str) -> Response:
        """Run a service for an end user.

        Accepted at once and run within moments; the answer says where the session will be. The
        end user is created if the number is new. A service that is not live is refused with 409.
        """
        user = login_of(request)
        take_turn(user, INVOKE)
        service = selectors.get_service(user, service_id)
        context = {"ascii_values": user.account.ascii_values}
        body = InvocationBody(data=request.data, context=context)
        body.is_valid(raise_exception=True)
        key = idempotency.dedup_key(user, request.headers.get(idempotency.HEADER))
        request_id = self._invoke(user, service, body.validated_data, key)
        return _accepted(request, request_id)

    def _invoke(self, user: User, service: Service, sent: dict[str, Any], key: str | None) -> str:
        """Post the invocation, or find the one that was posted under the same key."""
        call = Call(service.public_id, sent["number"], sent["variables"], sent["network"])
        if earlier := idempotency.find_earlier(user, key, call):
            return earlier
        check_live(service)
        request_id = flows.post_invocation(
            user.account_id,
            number=sent["number"],
            service_id=service.public_id,
            request_id=self.request_id,
            variables=sent["variables"],
            network=sent["network"],
            user_id=user.pk,
            dedup_key=key,
        )
        if request_id != self.request_id:
            idempotency.find_earlier(user, key, call)
        return request_id


def check_live(service: Service) -> None:
    """Refuse a service that takes no triggers now."""
    if service.status == Service.Status.PAUSED:
        raise Conflict(f'service "{service.name}" is paused', code="paused")
    if service.status != Service.Status.LIVE or service.published_id is None:
        raise Conflict(f'service "{service.name}" is not live', code="not_live")


def _accepted(request: Request, request_id: str) -> Response:
    query = urlencode({"request_id": request_id})
    sessions = request.build_absolute_uri(f"{reverse('api:sessions')}?{query}")
    answer = {"request_id": request_id, "sessions": sessions}
    return Response(answer, status=202, headers={REQUEST_ID: request_id})
