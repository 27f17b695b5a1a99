"""Storing what a gateway answered to a submission."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from mep.base import bulk, live, queue
from mep.messaging import lines, reports, throttle
from mep.messaging.gateways.base import ErrorClass, SendResult, count_retry_seconds
from mep.messaging.leases import Leased
from mep.messaging.models import Gateway as GatewayAccount

AUTH_SECONDS = 60.0
UPDATE = """
    UPDATE messaging_message m SET status = new.status, reason = new.reason, error = new.error,
           external_id = new.external_id, parts = new.parts, due_at = new.due_at,
           submitted_at = CASE WHEN new.status = 'accepted' THEN %s ELSE submitted_at END,
           final_at = CASE WHEN new.is_final THEN %s ELSE final_at END,
           leased_until = NULL, updated_at = %s
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[],
                %s::timestamptz[], %s::boolean[])
         AS new(id, status, reason, error, external_id, parts, due_at, is_final)
    WHERE m.id = new.id AND m.status = 'sending'
"""


def store(account: GatewayAccount, answers: Sequence[tuple[Leased, SendResult]]) -> None:
    """Store a batch's results, tell waiting sessions of refusals, match reports that came first."""
    now = timezone.now()
    rows = [_row(message, result, now) for message, result in answers]
    with transaction.atomic():
        bulk.execute(UPDATE, [now, now, now, *bulk.columns(rows, 8)])
        refused = [row[0] for row in rows if row[7]]
        has_told = reports.tell_sessions(refused)
        external_ids = [row[4] for row in rows if row[4]]
        has_matched = reports.match_parked(account.id, external_ids)
    if has_told or has_matched:
        queue.wake("flow")
    if any(_class_of(result) is ErrorClass.THROTTLED for _, result in answers):
        throttle.slow_down(account.public_id)
    if live.is_watched(account.account_id):
        live.publish(account.account_id, lines.lines_of([row[0] for row in rows]))


def _class_of(result: SendResult) -> ErrorClass | None:
    return result.error.error_class if result.error else None


def _row(message: Leased, result: SendResult, now: datetime) -> tuple[Any, ...]:
    """Give id, status, reason, error, external id, parts, when it is due, whether that is final."""
    error = result.error.text if result.error else ""
    reason = str(_class_of(result) or "")
    parts = max(message.parts, result.parts)
    match result.outcome:
        case "accepted":
            external_id = result.provider_ids[0] if result.provider_ids else ""
            return (message.id, "accepted", "", "", external_id, parts, message.due_at, False)
        case "unsure":
            return (message.id, "unsure", "unsure", error, "", parts, message.due_at, False)
        case "rejected":
            return (message.id, "failed", reason, error, "", parts, message.due_at, True)
    due_at = now + timedelta(seconds=_retry_seconds(message, result))
    if due_at > message.valid_until:
        return (message.id, "expired", "validity", error, "", parts, message.due_at, True)
    return (message.id, "queued", reason, error, "", parts, due_at, False)


def _retry_seconds(message: Leased, result: SendResult) -> float:
    if result.retry_after is not None:
        return result.retry_after
    if _class_of(result) is ErrorClass.AUTH:
        return AUTH_SECONDS
    return count_retry_seconds(message.attempts, random.random())  # noqa: S311 - spreads retries
