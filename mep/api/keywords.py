"""Keywords: which words start a service on a routing code."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from flows import selectors as services
from mep.accounts import access
from mep.accounts.needs import Need
from mep.accounts.roles import Area, Level
from mep.api.base import ApiView, login_of
from mep.api.documenting import asked, describes, in_path
from mep.api.fields import StrictSerializer, TextField
from mep.api.shapes import Shape
from mep.routing import selectors
from mep.routing import services as routing
from mep.routing.rules import Interrupts, Kind, Match
from mep.routing.services import MAX_PATTERN_CHARACTERS, MAX_PRIORITY, NewKeyword

TAG = "Routing"
MAX_DESCRIPTION_CHARACTERS = 255


class KeywordBody(StrictSerializer):
    """A keyword to be."""

    service = serializers.CharField(max_length=16, help_text="ID of the service it starts.")
    text = TextField(max_length=MAX_PATTERN_CHARACTERS, default="")
    match = serializers.ChoiceField(choices=[each.value for each in Match], default="exactly")
    whole_words = serializers.BooleanField(default=True)
    priority = serializers.IntegerField(min_value=1, max_value=MAX_PRIORITY, default=100)
    kind = serializers.ChoiceField(choices=[each.value for each in Kind], default="campaign")
    interrupts = serializers.ChoiceField(
        choices=[each.value for each in Interrupts],
        required=False,
        help_text="Left out, it follows the kind.",
    )
    description = TextField(max_length=MAX_DESCRIPTION_CHARACTERS, default="")
    captures = serializers.DictField(
        child=serializers.CharField(max_length=120),
        default=dict,
        help_text="Group of a regular expression to `keyword`, `message` or `session.…`.",
    )


class KeywordShape(Shape):
    """A keyword."""

    id = serializers.CharField()
    name = serializers.CharField(help_text="With % marks.")
    service = serializers.CharField()
    priority = serializers.IntegerField()


class KeywordList(ApiView):
    """The keywords of one routing code."""

    needs = Need(Area.ROUTING, Level.USER)

    @describes(
        "create_keyword",
        tag=TAG,
        parameters=[in_path("code_id", "ID of the routing code.")],
        asks=KeywordBody,
        answers={201: KeywordShape},
        refuses=[404, 409],
        examples=[asked("A campaign", {"service": "4BE07D91C2A6", "text": "JOIN"})],
    )
    def post(self, request: Request, code_id: str) -> Response:
        """Let a word start a service."""
        user = login_of(request)
        code = selectors.get_code(user, code_id)
        access.check(user, Area.ROUTING, Level.USER, objects=[code.public_id])
        body = KeywordBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        service = services.get_service(user, given.pop("service"))
        match, kind = Match(given.pop("match")), Kind(given.pop("kind"))
        made = routing.create_keyword(code, service, NewKeyword(match=match, kind=kind, **given))
        shown = {
            "id": made.public_id,
            "name": selectors.name_of(made),
            "service": service.public_id,
            "priority": made.priority,
        }
        return Response(shown, status=201)
