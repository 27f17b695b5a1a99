"""Delivery reports.

Each stored once, matched to its message, told to a session that waits for it.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from flows.answers import SessionAnswer, post_answers
from mep.base import bulk, live, queue
from mep.messaging import lines
from mep.messaging.gateways.base import Receipt
from mep.messaging.gateways.statuses import Status, advance_parts

PARKED_FOR = timedelta(hours=1)
NAMES = {
    "delivered": "DELIVERED",
    "failed": "REASON_FAILED",
    "expired": "REASON_FAILED_EXPIRED",
    "deleted": "REASON_FAILED_DELETED",
    "unknown": "REASON_FAILED_UNKNOWN",
    "rejected": "REASON_REJECTED",
}
REFUSED = {
    "failed": ("rejected", "REASON_REJECTED"),
    "expired": ("expired", "REASON_REJECTED_EXPIRED"),
}
SUBMITTED = ("accepted", "buffered", "enroute", "delivered", "failed", "rejected", "expired",
             "deleted", "unknown", "unsure")  # fmt: skip


def receive_reports(gateway_id: int, receipts: Sequence[Receipt]) -> None:
    """Store reports and let their messages follow; one whose message is not known yet is parked."""
    with transaction.atomic():
        _store(gateway_id, receipts)
        ids = list({receipt.provider_id for receipt in receipts})
        if match_parked(gateway_id, ids):
            transaction.on_commit(partial(queue.wake, "flow"))


def match_forgotten() -> None:
    """Match reports whose message and they did not see each other, being stored at once."""
    rows = bulk.fetch(
        "SELECT r.gateway_id, array_agg(DISTINCT r.external_id) FROM messaging_deliveryreport r"
        " JOIN messaging_message m ON m.gateway_id = r.gateway_id"
        " AND m.external_id = r.external_id AND m.external_id <> ''"
        " WHERE r.message_id IS NULL AND r.at > now() - %s GROUP BY 1",
        [PARKED_FOR],
    )
    for gateway_id, external_ids in rows:
        with transaction.atomic():
            if match_parked(gateway_id, external_ids):
                transaction.on_commit(partial(queue.wake, "flow"))


def _store(gateway_id: int, receipts: Sequence[Receipt]) -> None:
    now = timezone.now()
    rows = [
        (
            receipt.provider_id, receipt.part or 0, receipt.status.value,
            receipt.provider_status[:64], receipt.error_code[:32], receipt.at or now,
        )
        for receipt in receipts
    ]  # fmt: skip
    bulk.execute(
        "INSERT INTO messaging_deliveryreport"
        " (gateway_id, external_id, part, status, provider_status, error_code, at)"
        " SELECT %s, * FROM unnest(%s::text[], %s::smallint[], %s::text[], %s::text[], %s::text[],"
        " %s::timestamptz[]) ON CONFLICT (gateway_id, external_id, part, status) DO NOTHING",
        [gateway_id, *bulk.columns(rows, 6)],
    )


def match_parked(gateway_id: int, external_ids: Sequence[str]) -> bool:
    """Match reports to the messages with these ids.

    Say whether a session was told. In a transaction.
    """
    if not external_ids:
        return False
    messages = bulk.fetch(
        "SELECT m.id, m.external_id, m.status, m.parts, m.updated_at, m.account_id"
        " FROM messaging_message m WHERE m.gateway_id = %s AND m.external_id = ANY(%s)"
        " AND m.external_id <> '' AND m.status = ANY(%s)"
        " AND EXISTS (SELECT 1 FROM messaging_deliveryreport r WHERE r.gateway_id = m.gateway_id"
        " AND r.external_id = m.external_id AND r.message_id IS NULL)"
        " ORDER BY m.id FOR NO KEY UPDATE OF m",
        [gateway_id, list(external_ids), list(SUBMITTED)],
    )
    if not messages:
        return False
    reports = _reports_of(gateway_id, [row[1] for row in messages])
    bulk.execute(
        "UPDATE messaging_deliveryreport r SET message_id = m.id FROM messaging_message m"
        " WHERE m.id = ANY(%s) AND r.gateway_id = m.gateway_id AND r.external_id = m.external_id"
        " AND r.message_id IS NULL",
        [[row[0] for row in messages]],
    )
    return _advance(messages, reports)


def _reports_of(gateway_id: int, external_ids: list[str]) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for external_id, part, status, at, code in bulk.fetch(
        "SELECT external_id, part, status, at, error_code FROM messaging_deliveryreport"
        " WHERE gateway_id = %s AND external_id = ANY(%s) ORDER BY id",
        [gateway_id, external_ids],
    ):
        found.setdefault(external_id, []).append((part, Status(status), at, code))
    return found


def _advance(
    messages: Sequence[tuple[Any, ...]], reports: dict[str, list[tuple[Any, ...]]]
) -> bool:
    rows: list[tuple[Any, ...]] = []
    for message_id, external_id, status, parts, since, _ in messages:
        told = reports[external_id]
        current = Status.ACCEPTED if status == "unsure" else Status(status)
        by_part = parts if any(part for part, *_ in told) else 1
        made = advance_parts(current, since, [row[:3] for row in told], by_part)
        if made:
            codes = [code for *_, code in told if code]
            note = made.note or (f"error {codes[-1]}" if codes else "")
            rows.append((message_id, made.status.value, note, made.status.is_final))
    if not rows:
        return False
    bulk.execute(
        "UPDATE messaging_message m SET status = new.status, error = new.note, reason ="
        " CASE WHEN new.status IN ('delivered', 'accepted', 'buffered', 'enroute') THEN ''"
        " ELSE 'undelivered' END, final_at = CASE WHEN new.is_final THEN now() END,"
        " updated_at = clock_timestamp()"
        " FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::boolean[])"
        " AS new(id, status, note, is_final) WHERE m.id = new.id",
        bulk.columns(rows, 4),
    )
    changed = {row[0] for row in rows}
    _tell_pages([row for row in messages if row[0] in changed])
    return tell_sessions([row[0] for row in rows if row[3]])


def _tell_pages(messages: Sequence[tuple[Any, ...]]) -> None:
    by_account: dict[int, list[int]] = {}
    for row in messages:
        by_account.setdefault(row[5], []).append(row[0])
    for account_id, ids in by_account.items():
        transaction.on_commit(partial(_publish, account_id, ids))


def _publish(account_id: int, ids: list[int]) -> None:
    if live.is_watched(account_id):
        live.publish(account_id, lines.lines_of(ids))


def tell_sessions(message_ids: Sequence[int]) -> bool:
    """Tell the sessions that wait for the end of these messages; say whether there were any."""
    if not message_ids:
        return False
    rows = bulk.fetch(
        "SELECT m.id, m.account_id, s.end_user_id, s.id, m.wait_number, m.status, m.reason"
        " FROM messaging_message m JOIN flows_session s ON s.id = m.session_id"
        " WHERE m.id = ANY(%s) AND m.wants_report ORDER BY m.created_at, m.id",
        [list(message_ids)],
    )
    post_answers([_answer(*row) for row in rows])
    return bool(rows)


def _answer(  # noqa: PLR0913, PLR0917 - one row
    message_id: int,
    account_id: int,
    end_user_id: int,
    session_id: int,
    wait_number: int,
    status: str,
    reason: str,
) -> SessionAnswer:
    """Say a message's end; what never left counts as rejected, not as failed on its way."""
    name = NAMES[status]
    if reason not in ("", "undelivered"):
        status, name = REFUSED.get(status, (status, name))
    public_id = f"{message_id:016X}"
    return SessionAnswer(
        account_id,
        end_user_id,
        session_id,
        "report",
        wait_number,
        {"message_id": public_id, "status": status, "name": name},
        key=public_id,
    )
