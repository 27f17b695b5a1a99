"""Messages as the browser and the API show them."""

from collections.abc import Iterable
from typing import Any

from flows.engine import reasons
from mep.messaging.models import Message


def lines_of(ids: Iterable[int]) -> list[dict[str, Any]]:
    """Show messages by their ids, oldest first."""
    found = Message.objects.filter(id__in=list(ids)).order_by("created_at", "id")
    return [message_line(message) for message in with_names(found)]


def with_names(messages: Any) -> Any:  # noqa: ANN401 - a query set in, a query set out
    """Load what ``message_line`` shows beside the message itself."""
    return messages.select_related("service__collection", "gateway").defer("service__draft")


def message_line(message: Message) -> dict[str, Any]:
    """Show one message."""
    service = message.service
    return {
        "kind": "message",
        "id": message.public_id,
        "at": message.created_at.isoformat(),
        "updated": message.updated_at.isoformat(),
        "direction": message.direction,
        "type": message.type,
        "number": message.number,
        "end_user": f"{message.end_user_id:016X}" if message.end_user_id else "",
        "code": message.code,
        "network": message.network,
        "text": message.text,
        "parts": message.parts,
        "encoding": message.encoding,
        "keyword": message.keyword,
        "service": service
        and {
            "id": service.public_id,
            "name": service.name,
            "collection": service.collection.public_id,
            "collection_name": service.collection.name,
        },
        "session": f"{message.session_id:012X}" if message.session_id else None,
        "source": message.source,
        "gateway": message.gateway.name if message.gateway else "",
        "status": message.status,
        "reason": message.reason,
        "reason_text": reasons.words(message.reason) if message.reason else "",
        "note": message.error,
        "request_id": message.request_id,
        "provider_id": message.external_id,
        "test": message.sandbox_id is not None,
    }
