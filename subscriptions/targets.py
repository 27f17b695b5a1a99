"""Finding the subscriptions and people that handlers name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.batch import Asked, Batch
from mep.base import bulk
from mep.endusers.models import new_end_user_id


@dataclass(frozen=True, slots=True)
class Target:
    """A subscription, named by its id or by its collection's name and its own."""

    id: int
    public_id: str
    name: str
    enabled: bool


def find(wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Target]:
    """Return the subscriptions of these (account, name) that exist."""
    keys = list(dict.fromkeys(wanted))
    rows = bulk.fetch(
        "SELECT given.account_id, given.name, s.id, s.public_id, s.name, s.enabled"
        " FROM unnest(%s::bigint[], %s::text[]) AS given(account_id, name)"
        " JOIN subscriptions_subscription s ON s.account_id = given.account_id"
        " JOIN subscriptions_subscriptioncollection c ON c.id = s.collection_id"
        " WHERE s.public_id = upper(given.name)"
        " OR lower(c.name || '/' || s.name) = lower(given.name)",
        bulk.columns(keys, 2),
    )
    return {(row[0], row[1]): Target(*row[2:]) for row in rows}


def find_people(batch: Batch, asked: Sequence[tuple[Asked, str]]) -> list[int | None]:
    """Return the end user of each number, made if new."""
    return [
        item.user.id if number == item.user.msisdn else _person(item, number)
        for item, number in asked
    ]


def _person(item: Asked, number: str) -> int | None:
    """Find or make somebody else; their row is not locked, so they may be in another batch."""
    bulk.execute(
        "INSERT INTO endusers_enduser (id, account_id, sandbox_id, msisdn, added_at)"
        " VALUES (%s, %s, %s, %s, now()) ON CONFLICT (account_id, msisdn, sandbox_id) DO NOTHING",
        [new_end_user_id(), item.user.account.id, item.user.sandbox_id, number],
    )
    rows = bulk.fetch(
        "SELECT id FROM endusers_enduser WHERE account_id = %s AND msisdn = %s"
        " AND sandbox_id IS NOT DISTINCT FROM %s",
        [item.user.account.id, number, item.user.sandbox_id],
    )
    return int(rows[0][0]) if rows else None
