"""A phone on the screen: texting a routing code."""

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from mep.accounts.limits import INJECT
from mep.accounts.needs import Need
from mep.accounts.roles import Area, Level
from mep.api.base import ApiView, login_of, take_turn
from mep.api.documenting import EXAMPLE_REQUEST_ID, answered, asked, describes
from mep.api.fields import NumberField, StrictSerializer, TextField
from mep.api.shapes import Shape
from mep.base.errors import NotFound
from mep.messaging import services as messaging
from mep.messaging.models import new_message_id
from mep.routing import selectors as routing
from mep.routing.mo import Mo

TAG = "Simulator"
SOURCE = "simulator"
MAX_TEXT_CHARACTERS = 10_000
MAX_CODE_CHARACTERS = 64


class PhoneTextBody(StrictSerializer):
    """A text that a phone sends."""

    to = TextField(max_length=MAX_CODE_CHARACTERS, help_text="The routing code.")
    text = TextField(max_length=MAX_TEXT_CHARACTERS, help_text="May be empty.")

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """Add ``from``, which Python keeps for itself."""
        number = NumberField(source="sender", help_text="The phone's number, digits only.")
        return {"from": number, **super().get_fields()}


class PhoneTextShape(Shape):
    """The text is stored and on its way to a service."""

    id = serializers.CharField(help_text="ID of the message.")
    request_id = serializers.CharField()


class PhoneTexts(ApiView):
    """Texts from simulated phones."""

    needs = Need(Area.UTILITIES, Level.USER)

    @describes(
        "text_as_phone",
        tag=TAG,
        asks=PhoneTextBody,
        answers={202: PhoneTextShape},
        refuses=[404, 429],
        examples=[
            asked("Join", {"from": "447700900001", "to": "83000", "text": "JOIN"}),
            answered("Sent", {"id": "1C6F0A4D2B7E9358", "request_id": EXAMPLE_REQUEST_ID}, 202),
        ],
    )
    def post(self, request: Request) -> Response:
        """Text a routing code as a phone would.

        The message is routed like any other; what comes back are MT messages to the number.
        """
        user = login_of(request)
        take_turn(user, INJECT)
        body = PhoneTextBody(data=request.data)
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        code = routing.find_code(user, sent["to"])
        if code is None:
            raise NotFound(f"routing code {sent['to']} does not exist", field="to")
        mo = Mo(
            message_id=f"{new_message_id():016X}",
            account_id=user.account_id,
            code=code.code,
            sender=sent["sender"],
            text=sent["text"],
            received_at=timezone.now(),
            source=SOURCE,
        )
        messaging.receive_mo(mo, request_id=self.request_id, user_id=user.pk)
        return Response({"id": mo.message_id, "request_id": self.request_id}, status=202)
