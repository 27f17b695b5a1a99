"""Phones on the screen: a gateway without a network, whose numbers behave by their last digits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import DatabaseError, connection
from django.utils import timezone
from pydantic import Field, PrivateAttr

from flows.text.segments import measure
from mep.messaging.gateways.base import (
    Capabilities,
    Gateway,
    Health,
    OutboundSms,
    Receipt,
    SendResult,
)
from mep.messaging.gateways.scripts import find_script, provider_id
from mep.messaging.gateways.statuses import Status
from mep.messaging.simulated import SimulatedMessage

State = SimulatedMessage.State

# One statement, so that it is stored whole or not at all, whatever becomes of this process.
_STORE = """
INSERT INTO messaging_simulatedmessage AS held
    (message_id, gateway, provider_id, "to", sender, text, parts, state, refusals,
     attempts, duplicates, received_at, due_at)
SELECT message_id, %s, provider_id, "to", sender, text, parts, state, refusals, 1, 0, %s, due_at
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[], %s::text[],
            %s::int[], %s::timestamptz[])
    AS given (message_id, provider_id, "to", sender, text, parts, state, refusals, due_at)
ORDER BY message_id
ON CONFLICT (message_id) DO UPDATE SET
    attempts = held.attempts + 1,
    duplicates = held.duplicates + (held.state <> 'refusing')::int,
    state = CASE WHEN held.state = 'refusing' AND held.attempts >= held.refusals
            THEN 'received' ELSE held.state END,
    due_at = CASE WHEN held.state = 'refusing' THEN excluded.due_at ELSE held.due_at END
RETURNING message_id, state
"""
_CLAIM = """
UPDATE messaging_simulatedmessage SET due_at = NULL
WHERE id IN (
    SELECT id FROM messaging_simulatedmessage WHERE due_at <= %s AND state = 'received'
    ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING gateway, message_id, "to", parts
"""


@dataclass(frozen=True, slots=True)
class DueReceipt:
    """A receipt the simulator has for a gateway account."""

    account: str
    message_id: str
    receipt: Receipt


class Simulator(Gateway):
    """Simulated phones: every message is kept and reported on, and none leaves this system."""

    kind: ClassVar[str] = "simulator"
    label: ClassVar[str] = "Simulator"
    capabilities: ClassVar[Capabilities] = Capabilities(
        pulls_receipts=True, settles=True, batch_size=500
    )

    delay: timedelta = Field(timedelta(seconds=1), title="Report after", ge=timedelta(0))

    _listener: Callable[[Receipt], None] | None = PrivateAttr(default=None)

    def listen(self, listener: Callable[[Receipt], None]) -> None:
        """Have receipts that come before the send result given to ``listener``."""
        self._listener = listener

    def send(self, batch: Sequence[OutboundSms]) -> list[SendResult]:
        if not batch:
            return []
        if len({message.id for message in batch}) < len(batch):
            raise ValueError("a message stands twice in one batch")
        rows = [self._row(message) for message in batch]
        states = self._store(rows)
        self._report_early([message for message in batch if find_script(message.to).is_early])
        return [_answer(row, states[row.message_id]) for row in rows]

    def report(self, provider_ids: Sequence[str]) -> list[Receipt]:
        now = timezone.now()
        found = SimulatedMessage.objects.filter(
            provider_id__in=provider_ids, state=State.RECEIVED
        ).order_by("id")
        return [receipt for message in found for receipt in _receipts_so_far(message, now)]

    def find(self, message_ids: Sequence[str]) -> dict[str, SendResult]:
        found = SimulatedMessage.objects.filter(message_id__in=message_ids)
        return {
            message.message_id: _settlement(message)
            for message in found.exclude(state=State.REFUSING)
        }

    def health(self) -> Health:
        return Health(ok=True)

    def _row(self, message: OutboundSms) -> SimulatedMessage:
        script = find_script(message.to)
        text = message.text if message.text is not None else (message.data or b"").hex()
        now = timezone.now()
        due_at = now + (timedelta(0) if script.is_early else self.delay)
        return SimulatedMessage(
            message_id=message.id,
            gateway=self.account,
            provider_id=provider_id(message.id),
            to=message.to,
            sender=message.sender or "",
            text=text,
            parts=max(script.least_parts, measure(text).parts),
            state=_first_state(message.to),
            refusals=script.refusals,
            received_at=now,
            due_at=due_at if script.reports else None,
        )

    def _store(self, rows: Sequence[SimulatedMessage]) -> dict[str, str]:
        columns: list[list[Any]] = [
            [getattr(row, name) for row in rows]
            for name in (
                "message_id",
                "provider_id",
                "to",
                "sender",
                "text",
                "parts",
                "state",
                "refusals",
                "due_at",
            )
        ]
        with connection.cursor() as cursor:
            cursor.execute(_STORE, [self.account, rows[0].received_at, *columns])
            return dict(cursor.fetchall())

    def _report_early(self, batch: Sequence[OutboundSms]) -> None:
        """Report before the send result; what cannot be reported now stays due."""
        if self._listener is None or not batch:
            return
        due = SimulatedMessage.objects.filter(
            message_id__in=[message.id for message in batch], due_at__isnull=False
        )
        try:
            for message in due:
                for receipt in _receipts_so_far(message, timezone.now()):
                    self._listener(receipt)
            due.update(due_at=None)
        except DatabaseError:
            return


def due_receipts(now: datetime, limit: int = 500) -> list[DueReceipt]:
    """Take the receipts that have become due, for every account.

    Call it in the transaction that stores them: if that fails, they stay due.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [now, limit])
        claimed = cursor.fetchall()
    return [
        DueReceipt(account, message_id, receipt)
        for account, message_id, to, parts in claimed
        for receipt in find_script(to).receipts(message_id, parts, now)
    ]


def _first_state(number: str) -> str:
    script = find_script(number)
    if script.is_rejected:
        return State.REJECTED.value
    return State.REFUSING.value if script.refusals else State.RECEIVED.value


def _answer(message: SimulatedMessage, state: str) -> SendResult:
    script = find_script(message.to)
    if state == State.RECEIVED:
        return script.result(message.message_id, message.parts)
    return script.rejection()


def _settlement(message: SimulatedMessage) -> SendResult:
    script = find_script(message.to)
    if message.state == State.REJECTED:
        return script.rejection()
    return script.acceptance(message.message_id, message.parts)


def _receipts_so_far(message: SimulatedMessage, now: datetime) -> tuple[Receipt, ...]:
    script = find_script(message.to)
    if not script.reports or (message.due_at and message.due_at > now):
        return (Receipt(message.provider_id, Status.ENROUTE, "ENROUTE", at=now),)
    return script.receipts(message.message_id, message.parts, message.due_at or now)
