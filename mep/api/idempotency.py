"""``Idempotency-Key``: the same call twice happens once and gets the same answer."""

import json
from hashlib import sha256

from flows import scopes, selectors
from flows.models import Event
from flows.resolving import Variables, packed
from mep.accounts.models import User
from mep.base.errors import Conflict, Invalid

HEADER = "Idempotency-Key"
MAX_CHARACTERS = 255


def dedup_key(user: User, sent: str | None) -> str | None:
    """Turn a client's key into the event's; keys of two logins never meet."""
    if sent is None:
        return None
    if not 1 <= len(sent) <= MAX_CHARACTERS or not sent.isprintable():
        raise Invalid(f"The key must have 1 to {MAX_CHARACTERS} printable characters", field=HEADER)
    return f"api:{user.public_id}:{sha256(sent.encode()).hexdigest()}"


def find_earlier(user: User, key: str | None, call: "Call") -> str | None:
    """Return the request id of an earlier call with the same key; refuse it for another call."""
    event = selectors.find_event(user.account_id, key) if key else None
    if event is None:
        return None
    if Call.of(event) != call:
        raise Conflict(
            "This key was used for another call", code="idempotency_key_reused", field=HEADER
        )
    return event.request_id


class Call:
    """What makes two invocations the same: service, number and everything sent along."""

    def __init__(self, service_id: str, number: str, variables: Variables, network: str) -> None:
        sent = [packed(variables), network]
        self._text = json.dumps([service_id, number, *sent], sort_keys=True)

    @classmethod
    def of(cls, event: Event) -> "Call":
        """Read it back from the event that was stored."""
        data = scopes.unpack(event.data)
        variables = data.get("variables", ())
        return cls(event.target, event.end_user.msisdn, variables, data.get("network", ""))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Call) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)
