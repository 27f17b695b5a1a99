"""Lists that the Subscribe handler makes for each period."""

from datetime import datetime

from mep.base import bulk
from mep.base.ids import new_id
from subscriptions.targets import Target


def list_of_period(account_id: int, collection: str, name: str, now: datetime) -> Target | None:
    """Return a period's list, made on first use; none when its collection does not exist."""
    rows = bulk.fetch(
        "SELECT id FROM subscriptions_subscriptioncollection"
        " WHERE account_id = %s AND (public_id = upper(%s) OR lower(name) = lower(%s))",
        [account_id, collection, collection],
    )
    if not rows:
        return None
    bulk.execute(
        "INSERT INTO subscriptions_subscription (account_id, public_id, name, description,"
        " collection_id, enabled, protected, generated, created_at, updated_at)"
        " VALUES (%s, %s, %s, '', %s, true, false, true, %s, %s)"
        " ON CONFLICT (collection_id, lower(name)) DO NOTHING",
        [account_id, new_id(), name, rows[0][0], now, now],
    )
    found = bulk.fetch(
        "SELECT id, public_id, name, enabled FROM subscriptions_subscription"
        " WHERE collection_id = %s AND lower(name) = lower(%s)",
        [rows[0][0], name],
    )
    return Target(*found[0]) if found else None
