"""Taking in what phones send; whatever comes in is stored before it is acknowledged."""

from typing import Any

from flows import scopes
from flows.resolving import Variables, packed
from flows.text.segments import measure
from mep.base import bulk, live, queue
from mep.base.errors import Unavailable
from mep.endusers.models import new_end_user_id
from mep.messaging import lines
from mep.routing.mo import Mo

RECEIVE = """
    WITH made AS (
        INSERT INTO endusers_enduser (id, account_id, msisdn, added_at)
        VALUES (%(new_id)s, %(account_id)s, %(number)s, now())
        ON CONFLICT (account_id, msisdn, sandbox_id) DO NOTHING RETURNING id
    ), known AS (
        SELECT id FROM made UNION ALL
        SELECT id FROM endusers_enduser
        WHERE account_id = %(account_id)s AND msisdn = %(number)s AND sandbox_id IS NULL
        LIMIT 1
    ), event AS (
        INSERT INTO flows_event (account_id, end_user_id, kind, data, target, due_at, created_at,
                                 request_id, user_id, dedup_key)
        SELECT %(account_id)s, id, 'message', %(data)s, %(code)s, now(), now(), %(request_id)s,
               %(user_id)s, %(dedup_key)s
        FROM known
        ON CONFLICT (account_id, dedup_key) WHERE dedup_key IS NOT NULL DO NOTHING
        RETURNING end_user_id
    )
    INSERT INTO messaging_message (id, account_id, direction, type, source, number, end_user_id,
        code, network, text, parts, encoding, request_id, status, external_id, gateway_id, due_at,
        created_at, updated_at)
    SELECT %(id)s, %(account_id)s, 'MO', %(type)s, %(source)s, %(number)s, end_user_id,
        %(code)s, %(network)s, %(text)s, %(parts)s, %(encoding)s, %(request_id)s, 'received',
        %(external_id)s, %(gateway_id)s, now(), now(), now()
    FROM event RETURNING id
"""
ATTEMPTS = 20


def receive_mo(
    mo: Mo,
    *,
    request_id: str,
    variables: Variables = (),
    gateway_id: int | None = None,
    user_id: int | None = None,
) -> bool:
    """Store a received message and wake the workers; say whether it is new.

    One statement. A message with an external id is taken once from each gateway.
    """
    dedup_key = f"mo:{gateway_id or 0}:{mo.external_id}" if mo.external_id else None
    parameters = {
        **_columns(mo),
        "new_id": new_end_user_id(),
        "data": scopes.pack(_event_data(mo, variables)),
        "request_id": request_id,
        "gateway_id": gateway_id,
        "user_id": user_id,
        "dedup_key": dedup_key,
    }
    for _ in range(ATTEMPTS):
        if bulk.fetch_prepared(RECEIVE, parameters):
            queue.wake_soon("flow")
            _tell(mo)
            return True
        if dedup_key and _is_known(mo.account_id, dedup_key):
            return False
    raise Unavailable("The end user is being created by somebody else; try again")


def _is_known(account_id: int, dedup_key: str) -> bool:
    return bool(
        bulk.fetch(
            "SELECT 1 FROM flows_event WHERE account_id = %s AND dedup_key = %s",
            [account_id, dedup_key],
        )
    )


def _columns(mo: Mo) -> dict[str, Any]:
    size = measure(mo.text)
    return {
        "id": int(mo.message_id, 16),
        "account_id": mo.account_id,
        "type": "injected" if mo.source == "inject" else "SMS",
        "source": mo.source,
        "number": mo.sender,
        "code": mo.code,
        "network": mo.network,
        "text": mo.text,
        "parts": max(len(mo.parts), size.parts, 1),
        "encoding": size.encoding,
        "external_id": mo.external_id,
    }


def _event_data(mo: Mo, variables: Variables) -> dict[str, Any]:
    data: dict[str, Any] = {
        "message": mo.message_id,
        "text": mo.text,
        "network": mo.network,
        "at": mo.received_at.isoformat(),
    }
    if mo.parts:
        data["parts"] = [
            {"text": part.text, "id": part.sms_id, "at": part.date.isoformat()} for part in mo.parts
        ]
    if variables:
        data["variables"] = packed(variables)
    return data


def _tell(mo: Mo) -> None:
    if live.is_watched(mo.account_id):
        live.publish(mo.account_id, lines.lines_of([int(mo.message_id, 16)]))
