"""Leaving subscriptions on an end user's word, and what may go with it."""

from typing import Any

from flows.batch import Asked, Batch
from flows.engine.effects import Unsubscribe
from flows.runner import ending
from mep.base import bulk
from subscriptions import targets

CLOSE = """
    UPDATE subscriptions_membership m SET until = %s, reason = %s
    FROM subscriptions_subscription s
    WHERE s.id = m.subscription_id AND m.end_user_id = %s AND m.until IS NULL
      AND s.account_id = %s
"""


def leave(batch: Batch, item: Asked, effect: Unsubscribe) -> dict[str, Any]:
    """Close the stays an effect names; a protected list is left only when it is named itself."""
    given: list[Any] = [batch.now, "stop", item.user.id, item.user.account.id]
    if effect.mode == "one":
        known = targets.find([(item.user.account.id, effect.target)])
        if not known:
            return {"count": 0, "reason": "missing"}
        ids = [target.id for target in known.values()]
        return {"count": bulk.execute(f"{CLOSE} AND s.id = ANY(%s)", [*given, ids])}
    if effect.mode == "all":
        given[1] = "stop_all"
        return {"count": bulk.execute(f"{CLOSE} AND NOT s.protected", given)}
    return _leave_collection(item, effect, given)


def _leave_collection(item: Asked, effect: Unsubscribe, given: list[Any]) -> dict[str, Any]:
    rows = bulk.fetch(
        "SELECT id FROM subscriptions_subscriptioncollection"
        " WHERE account_id = %s AND (public_id = upper(%s) OR lower(name) = lower(%s))",
        [item.user.account.id, effect.target, effect.target],
    )
    if not rows:
        return {"count": 0, "reason": "missing"}
    given[1] = "stop_all"
    sql = f"{CLOSE} AND NOT s.protected AND s.collection_id = %s"
    return {"count": bulk.execute(sql, [*given, rows[0][0]])}


def opt_out(batch: Batch, item: Asked) -> None:
    """Let no further message reach the end user until they opt in again."""
    bulk.execute(
        "INSERT INTO endusers_optout (account_id, end_user_id, code, since, source, text)"
        " VALUES (%s, %s, '', %s, 'service', '') ON CONFLICT (end_user_id, code) DO NOTHING",
        [item.user.account.id, item.user.id, batch.now],
    )
    item.user.opt_outs.add("")


def cancel_sessions(batch: Batch, item: Asked) -> None:
    """End the end user's other sessions in services of the same collection."""
    assert item.run  # noqa: S101 - only sessions unsubscribe
    for run in item.user.open_runs():
        is_other = run is not item.run
        if is_other and run.root.collection_id == item.run.root.collection_id:
            ending.end(batch, run, "cancelled", "stop")
