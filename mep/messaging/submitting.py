"""Handing queued messages to a gateway: lease, submit, store the answers; never twice.

One worker at a time serves a gateway, under an advisory lock, and of the messages to one number
only the oldest is submitted, so that their order is kept. One that waits for the end of quiet hours
holds back none.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from mep.base import bulk, queue
from mep.messaging import outcomes, throttle
from mep.messaging.gateways import make_gateway
from mep.messaging.gateways.base import Gateway, GatewayUnavailable, SendResult
from mep.messaging.leases import Leased
from mep.messaging.models import Gateway as GatewayAccount

LOCK_CLASS = 0x4D45
MAX_BATCHES = 200
RECONNECT_SECONDS = 30.0

CLAIM = """
    UPDATE messaging_message m SET status = 'sending', attempts = attempts + 1,
           leased_until = now() + %(lease)s * interval '1 second', updated_at = now()
    WHERE id IN (
        SELECT id FROM messaging_message q
        WHERE gateway_id = %(gateway)s AND status = 'queued' AND due_at <= now()
          AND NOT EXISTS (
              SELECT 1 FROM messaging_message older
              WHERE older.gateway_id = %(gateway)s AND older.number = q.number
                AND older.status IN ('queued', 'sending') AND older.created_at < q.created_at
                AND (older.attempts > 0 OR older.due_at <= now()))
        ORDER BY lane DESC, due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
    RETURNING id, account_id, number, code, text, encoding, parts, lane, validity_seconds,
              created_at, attempts, due_at
"""

logger = logging.getLogger(__name__)


def drain_gateway(gateway_id: int) -> int:
    """Submit what is due on a gateway until nothing is left or it asks to wait; return how many."""
    count = _drain(gateway_id)
    # Whoever found us serving the gateway went away, relying on us for what came last.
    if count and _has_due(gateway_id):
        queue.wake(f"send:{gateway_id}")
    return count


def _has_due(gateway_id: int) -> bool:
    return bool(
        bulk.fetch(
            "SELECT 1 FROM messaging_message WHERE gateway_id = %s AND status = 'queued'"
            " AND due_at <= now() LIMIT 1",
            [gateway_id],
        )
    )


def _drain(gateway_id: int) -> int:
    with _serving(gateway_id) as is_mine:
        account = GatewayAccount.objects.filter(id=gateway_id, enabled=True).first()
        if not is_mine or account is None:
            return 0
        gateway = make_gateway(account.kind, account.settings, account.public_id)
        try:
            settle(account, gateway)
        except GatewayUnavailable as error:
            logger.warning("gateway %s: %s", account.public_id, error)
            return 0
        return sum(_batches(account, gateway))


@contextmanager
def _serving(gateway_id: int) -> Iterator[bool]:
    """Be the only one to serve a gateway; the lock goes away with the connection."""
    (is_mine,) = bulk.fetch("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, gateway_id])[0]
    try:
        yield is_mine
    finally:
        if is_mine:
            bulk.fetch("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, gateway_id])


def _batches(account: GatewayAccount, gateway: Gateway) -> Iterator[int]:
    for _ in range(MAX_BATCHES):
        size = gateway.capabilities.batch_size
        permit = throttle.take(account.public_id, account.messages_per_second, size)
        leased = _claim(account.id, permit.granted) if permit.granted else []
        unused = permit.granted - len(leased)
        throttle.give_back(account.public_id, account.messages_per_second, unused)
        if not leased:
            return
        if not _submit(account, gateway, leased):
            return
        yield len(leased)


def _claim(gateway_id: int, limit: int) -> list[Leased]:
    rows = bulk.fetch(
        CLAIM,
        {"gateway": gateway_id, "limit": limit, "lease": settings.MEP_SEND_LEASE_SECONDS},
    )
    return sorted((Leased(*row) for row in rows), key=lambda message: message.due_at)


def _submit(account: GatewayAccount, gateway: Gateway, leased: Sequence[Leased]) -> bool:
    """Submit one batch; say whether the gateway takes more."""
    try:
        results: Sequence[SendResult] = gateway.send([message.outbound() for message in leased])
    except GatewayUnavailable as error:
        logger.warning("gateway %s: %s", account.public_id, error)
        results = [SendResult("retry", retry_after=RECONNECT_SECONDS)] * len(leased)
    outcomes.store(account, list(zip(leased, results, strict=True)))
    return all(result.outcome != "retry" for result in results)


def settle(account: GatewayAccount, gateway: Gateway) -> None:
    """Clear up what a worker that died has left leased: ask the gateway if it can tell.

    A message that never arrived is queued again; where nobody can tell, it is unsure and stays so.
    """
    rows = bulk.fetch(
        "SELECT id, account_id, number, code, text, encoding, parts, lane, validity_seconds,"
        " created_at, attempts, due_at FROM messaging_message"
        " WHERE gateway_id = %s AND status = 'sending' AND leased_until < now()"
        " ORDER BY due_at",
        [account.id],
    )
    left = [Leased(*row) for row in rows]
    if left:
        outcomes.store(account, [(message, result) for message, result in _settled(gateway, left)])


def _settled(gateway: Gateway, left: Sequence[Leased]) -> Iterator[tuple[Leased, SendResult]]:
    if not gateway.capabilities.settles:
        yield from ((message, SendResult("unsure")) for message in left)
        return
    found: dict[str, Any] = gateway.find([f"{message.id:016X}" for message in left])
    for message in left:
        again = SendResult("retry", retry_after=0.0)
        yield message, found.get(f"{message.id:016X}", again)
