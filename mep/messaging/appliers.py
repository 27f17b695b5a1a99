"""What sessions ask of messages, stored within the batch's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from flows import scopes
from flows.appliers import applies
from flows.batch import Asked, Batch, NewEvent
from flows.engine.effects import SendMessage
from flows.resolving import RouteMessage
from mep.base import bulk, live, queue
from mep.messaging import delay, lines

COLUMNS = (
    "id", "account_id", "sandbox_id", "direction", "source", "number", "end_user_id", "code",
    "network", "text", "parts", "encoding", "keyword", "service_id", "session_id", "visit",
    "request_id", "status", "reason", "gateway_id", "wants_report", "wait_number",
    "validity_seconds", "note", "subaccount", "due_at", "created_at", "updated_at",
)  # fmt: skip
GATEWAY, STATUS = COLUMNS.index("gateway_id"), COLUMNS.index("status")
REFUSALS = {
    "not_sent": ("rejected", "REASON_REJECTED"),
    "expired": ("expired", "REASON_REJECTED_EXPIRED"),
}


@dataclass(frozen=True, slots=True)
class Routes:
    """Which gateway carries what, for the accounts of a batch."""

    by_id: dict[tuple[int, str], int]
    by_code: dict[tuple[int, str], int]
    default: dict[int, int]

    def find(self, account_id: int, chosen: str, originator: str) -> int | None:
        """Return the chosen gateway, else the originator's routing code's, else the default."""
        if chosen:
            return self.by_id.get((account_id, chosen))
        return self.by_code.get((account_id, originator)) or self.default.get(account_id)


def find_routes(account_ids: Sequence[int]) -> Routes:
    """Read the enabled gateways of accounts and the routing codes tied to them."""
    gateways = bulk.fetch(
        "SELECT account_id, public_id, id, is_default FROM messaging_gateway"
        " WHERE enabled AND account_id = ANY(%s)",
        [list(account_ids)],
    )
    enabled = {row[2] for row in gateways}
    codes = bulk.fetch(
        "SELECT account_id, code, gateway_id FROM routing_routingcode"
        " WHERE account_id = ANY(%s) AND gateway_id IS NOT NULL",
        [list(account_ids)],
    )
    return Routes(
        by_id={(row[0], row[1]): row[2] for row in gateways},
        by_code={(row[0], row[1]): row[2] for row in codes if row[2] in enabled},
        default={row[0]: row[2] for row in gateways if row[3]},
    )


@applies("send_sms")
def send_messages(batch: Batch, asked: Sequence[Asked]) -> None:
    """Store each message as the intent to send it; the gateways are woken after the commit.

    Each is due a microsecond after the one before, which keeps their order.
    """
    routes = find_routes(list({item.user.account.id for item in asked}))
    rows = [_row(batch, item, routes, place) for place, item in enumerate(asked)]
    bulk.copy_rows("messaging_message", COLUMNS, rows)
    gateway_ids = {row[GATEWAY] for row in rows} - {None}
    batch.after_commit.extend(
        partial(queue.wake, f"send:{gateway_id}") for gateway_id in sorted(gateway_ids)
    )
    for item, row in zip(asked, rows, strict=True):
        if row[STATUS] in REFUSALS:
            _tell_session(batch, item, *REFUSALS[row[STATUS]])
    _tell_after_commit(
        batch, [(item.user.account.id, row[0]) for item, row in zip(asked, rows, strict=True)]
    )


def _tell_session(batch: Batch, item: Asked, status: str, name: str) -> None:
    """Report on a message that is never sent to the session that waits for its report."""
    effect = item.effect
    assert isinstance(effect, SendMessage)  # noqa: S101 - registered for this kind only
    if not (item.run and item.wait_number and effect.wants_report):
        return
    data = scopes.pack({"message_id": effect.id, "status": status, "name": name})
    batch.events.append(
        NewEvent(item.user, "report", item.run.public_id, item.wait_number, batch.now, data)
    )
    batch.after_commit.append(partial(queue.wake, "flow"))


def _row(batch: Batch, item: Asked, routes: Routes, place: int) -> tuple[Any, ...]:
    effect, user, run = item.effect, item.user, item.run
    assert isinstance(effect, SendMessage)  # noqa: S101 - registered for this kind only
    gateway_id = routes.find(user.account.id, effect.gateway, effect.originator)
    at = batch.now + timedelta(microseconds=place)
    due_at = at + delay.find_delay(item, batch.now)
    is_own = effect.to == user.msisdn
    status, reason = _status(effect, gateway_id, due_at - at)
    return (
        int(effect.id, 16), user.account.id, user.sandbox_id, "MT", "session" if run else "guard",
        effect.to, user.id if is_own else None, effect.originator, user.network if is_own else "",
        effect.text, effect.parts, effect.encoding, run.keyword if run else "",
        run.root.id if run else None, run.id if run else None, item.visit,
        run.request_id if run else "", status, reason, gateway_id, effect.wants_report,
        item.wait_number, effect.validity_seconds, effect.note, effect.subaccount, due_at, at, at,
    )  # fmt: skip


def _status(effect: SendMessage, gateway_id: int | None, wait: timedelta) -> tuple[str, str]:
    """Say whether a message can be sent at all, and if not why."""
    if not gateway_id:
        return "not_sent", "no_route"
    if effect.validity_seconds and wait.total_seconds() >= effect.validity_seconds:
        return "expired", "validity"
    return "queued", ""


@applies("route_message")
def route_messages(batch: Batch, asked: Sequence[Asked]) -> None:
    """Write down what became of received messages."""
    rows = [_routed(item) for item in asked]
    bulk.execute(
        "UPDATE messaging_message m SET status = new.status, keyword = new.keyword,"
        " reason = new.reason, error = new.note, service_id = new.service_id,"
        " session_id = new.session_id, updated_at = %s"
        " FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[],"
        " %s::bigint[]) AS new(id, status, keyword, reason, note, service_id, session_id)"
        " WHERE m.id = new.id",
        [batch.now, *bulk.columns(rows, 7)],
    )
    _tell_after_commit(
        batch, [(item.user.account.id, row[0]) for item, row in zip(asked, rows, strict=True)]
    )


def _routed(item: Asked) -> tuple[Any, ...]:
    effect = item.effect
    assert isinstance(effect, RouteMessage)  # noqa: S101 - registered for this kind only
    return (
        int(effect.message_id, 16), effect.status, effect.keyword, effect.reason,
        effect.note[:255], effect.service_id, item.run.id if item.run else None,
    )  # fmt: skip


def _tell_after_commit(batch: Batch, rows: list[tuple[int, int]]) -> None:
    by_account: dict[int, list[int]] = {}
    for account_id, message_id in rows:
        by_account.setdefault(account_id, []).append(message_id)
    for account_id, ids in by_account.items():
        batch.after_commit.append(partial(_tell, account_id, ids))


def _tell(account_id: int, ids: list[int]) -> None:
    if live.is_watched(account_id):
        live.publish(account_id, lines.lines_of(ids))
