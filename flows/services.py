"""What can be done with services and their sessions: the facades call these."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from flows import scopes
from flows.models import Event
from flows.resolving import Variables, packed
from mep.base import bulk, queue
from mep.base.errors import Unavailable
from mep.endusers.models import new_end_user_id

POST = """
    WITH made AS (
        INSERT INTO endusers_enduser (id, account_id, msisdn, added_at)
        VALUES (%(new_id)s, %(account_id)s, %(number)s, now())
        ON CONFLICT (account_id, msisdn, sandbox_id) DO NOTHING RETURNING id
    ), known AS (
        SELECT id FROM made UNION ALL
        SELECT id FROM endusers_enduser
        WHERE account_id = %(account_id)s AND msisdn = %(number)s AND sandbox_id IS NULL
        LIMIT 1
    )
    INSERT INTO flows_event (account_id, end_user_id, lane, kind, data, target, due_at, created_at,
                             request_id, user_id, dedup_key)
    SELECT %(account_id)s, id, %(lane)s, %(kind)s, %(data)s, %(target)s,
           coalesce(%(due_at)s, now()), now(), %(request_id)s, %(user_id)s, %(dedup_key)s
    FROM known
    ON CONFLICT (account_id, dedup_key) WHERE dedup_key IS NOT NULL
    DO UPDATE SET dedup_key = excluded.dedup_key
    RETURNING id, request_id
"""
POST_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Post:
    """Something that happened to the end user with a number, as the API or a form says it."""

    account_id: int
    number: str
    kind: str
    target: str
    request_id: str
    data: dict[str, Any] = field(default_factory=dict)
    user_id: int | None = None
    lane: str = "flow"
    due_at: datetime | None = None
    dedup_key: str | None = None


def post(event: Post) -> str:
    """Store an event, creating its end user if need be, and wake the workers.

    Returns the request id of the stored event: the earlier one's when this is a repetition. One
    statement; somebody else creating the same end user meanwhile makes it try again.
    """
    parameters = {
        "new_id": new_end_user_id(),
        "account_id": event.account_id,
        "number": event.number,
        "lane": event.lane,
        "kind": event.kind,
        "data": scopes.pack(event.data),
        "target": event.target,
        "due_at": event.due_at,
        "request_id": event.request_id,
        "user_id": event.user_id,
        "dedup_key": event.dedup_key,
    }
    for _ in range(POST_ATTEMPTS):
        rows = bulk.fetch_prepared(POST, parameters)
        if rows:
            queue.wake_soon(event.lane)
            return str(rows[0][1])
    raise Unavailable("The end user is being created by somebody else; try again")


def post_invocation(  # noqa: PLR0913 - what an invocation says
    account_id: int,
    *,
    number: str,
    service_id: str,
    request_id: str,
    variables: Variables = (),
    network: str = "",
    user_id: int | None = None,
    dedup_key: str | None = None,
) -> str:
    """Have a service run for an end user; whether it can is checked when it is (apis.md 2.6)."""
    data: dict[str, Any] = {}
    if variables:
        data["variables"] = packed(variables)
    if network:
        data["network"] = network
    return post(
        Post(
            account_id=account_id,
            number=number,
            kind="invoke",
            target=service_id,
            request_id=request_id,
            data=data,
            user_id=user_id,
            dedup_key=dedup_key,
        )
    )


def list_dead() -> QuerySet[Event]:
    """List the events of all accounts that were set aside, the oldest first."""
    return Event.objects.filter(status=Event.Status.DEAD).order_by("done_at", "id")


def replay_dead(ids: Iterable[int] | None = None) -> int:
    """Let dead events, all or these, be worked on again; return how many there were."""
    dead = list_dead() if ids is None else list_dead().filter(id__in=ids)
    lanes = set(dead.values_list("lane", flat=True))
    due = {"status": Event.Status.DUE, "due_at": timezone.now(), "done_at": None, "attempts": 0}
    count = dead.update(**due, reason="", error="")
    for lane in lanes:
        queue.wake(lane)
    return count
