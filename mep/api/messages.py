"""Messages: which came in and which went out."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from mep.accounts.needs import Need
from mep.accounts.roles import Area
from mep.api.base import ApiView, login_of
from mep.api.documenting import describes, in_path, page_of
from mep.api.fields import DirectionField, NumberField
from mep.api.paging import PageQuery, find_page, newest_first
from mep.api.shapes import MESSAGE_STATUSES, MessageDetailShape, MessageShape
from mep.messaging import lines, selectors
from mep.messaging.models import DeliveryReport, Message
from mep.messaging.viewers import viewer_of

TAG = "Messages"
ORDER = newest_first("created_at")
FILTERS = ("direction", "number", "status", "request_id")


class MessageQuery(PageQuery):
    """How the list of messages may be narrowed."""

    direction = DirectionField(required=False, choices=Message.Direction.values)
    number = NumberField(required=False, help_text="The end user's, digits only.")
    status = serializers.ChoiceField(required=False, choices=MESSAGE_STATUSES)
    request_id = serializers.CharField(required=False, max_length=32)


class MessageList(ApiView):
    """The messages that the login sees, by their service or routing code."""

    needs = Need(Area.CONSOLE)

    @describes(
        "list_messages",
        tag=TAG,
        parameters=[MessageQuery],
        answers={200: page_of("MessagePage", MessageShape)},
        refuses=[422],
    )
    def get(self, request: Request) -> Response:
        """List messages, the newest first."""
        query = MessageQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked, user = query.validated_data, login_of(request)
        found = narrowed(selectors.list_messages(user), asked)
        page = find_page(found, ORDER, asked["limit"], asked.get("cursor"))
        shown = viewer_of(user).show(map(lines.message_line, page.rows))
        return Response({"results": shown, "next": page.next})


class MessageDetail(ApiView):
    """One message."""

    needs = Need(Area.CONSOLE)

    @describes(
        "get_message",
        tag=TAG,
        parameters=[in_path("message_id", "ID of the message.")],
        answers={200: MessageDetailShape},
        refuses=[404],
    )
    def get(self, request: Request, message_id: str) -> Response:
        """Show a message with its delivery reports."""
        user = login_of(request)
        message = selectors.get_message(user, message_id)
        reports = [_report(row) for row in selectors.list_reports(user, message)]
        line = {**lines.message_line(message), "reports": reports}
        return Response(viewer_of(user).shown(line))


def narrowed(messages: QuerySet[Message], asked: dict[str, Any]) -> QuerySet[Message]:
    """Apply the filters that were given."""
    return messages.filter(**{name: asked[name] for name in FILTERS if name in asked})


def _report(report: DeliveryReport) -> dict[str, Any]:
    return {
        "part": report.part,
        "status": report.status,
        "provider_status": report.provider_status,
        "error_code": report.error_code,
        "at": report.at.isoformat(),
    }
