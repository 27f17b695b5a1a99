"""Claiming: lock end users with something due, then take all that is due to them."""

from django.db import transaction

from flows.batch import Due
from mep.base import bulk

CLAIM_EVENTS = 200
EVENTS_PER_USER = 50
BATCH_SECONDS = 8

CANDIDATES = """
    SELECT e.end_user_id FROM flows_event e JOIN endusers_enduser u ON u.id = e.end_user_id
    WHERE e.status = 0 AND e.lane = %s AND e.due_at <= now()
    ORDER BY e.due_at, e.id LIMIT %s FOR NO KEY UPDATE OF u SKIP LOCKED
"""
THEIR_EVENTS = """
    SELECT e.id, e.account_id, e.sandbox_id, e.end_user_id, e.kind, e.data, e.target, e.wait_number,
           e.due_at, e.created_at, e.request_id, e.user_id
    FROM unnest(%(users)s::bigint[]) AS locked(id) CROSS JOIN LATERAL (
        (SELECT * FROM flows_event
         WHERE end_user_id = locked.id AND status = 0 AND due_at <= now()
         ORDER BY due_at, id LIMIT %(limit)s)
        UNION ALL
        (SELECT * FROM flows_event
         WHERE end_user_id = locked.id AND status = 0 AND due_at > greatest(now(), created_at)
           AND kind = 'message'
         ORDER BY created_at, id LIMIT %(limit)s)) e
    ORDER BY CASE e.kind WHEN 'message' THEN e.created_at ELSE e.due_at END, e.id
"""

ONE_EVENT = """
    SELECT id, account_id, sandbox_id, end_user_id, kind, data, target, wait_number, due_at,
           created_at, request_id, user_id
    FROM flows_event WHERE id = %s AND status = 0
"""


def limit_time() -> None:
    """Let the database end this transaction if it takes too long, so that its locks go away."""
    assert transaction.get_connection().in_atomic_block  # noqa: S101 - SET LOCAL needs one
    bulk.fetch(
        "SELECT set_config(CASE WHEN current_setting('server_version_num')::int >= 170000"
        " THEN 'transaction_timeout' ELSE 'statement_timeout' END, %s, true)",
        [f"{BATCH_SECONDS}s"],
    )


def claim(lane: str, limit: int = CLAIM_EVENTS) -> tuple[list[Due], bool]:
    """Lock end users and return what is due to them in order, and whether the lane has more.

    Two statements on purpose: one that both locks and returns the events sees some of them twice.
    Messages that were held come along, in the order in which they were sent.
    """
    rows = bulk.fetch(CANDIDATES, [lane, limit])
    users = list(dict.fromkeys(row[0] for row in rows))
    if not users:
        return [], False
    events = bulk.fetch(THEIR_EVENTS, {"users": users, "limit": EVENTS_PER_USER})
    return [Due(*row) for row in events], len(rows) == limit


def claim_one(event_id: int) -> list[Due]:
    """Lock one event's end user and return the event alone, if it is still due.

    Two statements here as well: whoever held the lock before may have worked on the event.
    """
    bulk.fetch(
        "SELECT id FROM endusers_enduser"
        " WHERE id = (SELECT end_user_id FROM flows_event WHERE id = %s) FOR NO KEY UPDATE",
        [event_id],
    )
    return [Due(*row) for row in bulk.fetch(ONE_EVENT, [event_id])]
