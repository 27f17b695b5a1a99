"""The variables a session sees: loading them in bulk, and their stored form.

Values are kept as JSON text, which tells 2 from 2.0 and has no trouble with Infinity.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flows.el.values import Value
from mep.base import bulk

LONDON = ZoneInfo("Europe/London")


def pack(value: object) -> str:
    """Write a value, or a dictionary of values, as JSON text."""
    return json.dumps(value, separators=(",", ":"))


def unpack(text: str) -> Any:  # noqa: ANN401 - JSON enters here
    """Read what ``pack`` wrote."""
    return json.loads(text)


def number_or_text(text: str) -> int | str:
    """Give phone numbers and routing codes that are all digits as integers (EL D40)."""
    return int(text) if text.isascii() and text.isdigit() else text


def london(moment: datetime) -> str:
    """Write a moment as the message variables do: London, to the second."""
    return moment.astimezone(LONDON).strftime("%Y-%m-%d %H:%M:%S")


def user_builtins(
    end_user_id: str, msisdn: str, network: str, email: str, added_at: datetime
) -> dict[str, Value]:
    """Give the built-in variables of scope ``user``."""
    return {
        "id": end_user_id,
        "adddate": added_at.astimezone(LONDON).strftime("%Y-%m-%d"),
        "identifiers.msisdn": number_or_text(msisdn),
        "identifiers.msisdn.network": network,
        "identifiers.email": email or None,
    }


def message_builtins(
    text: str, message_id: str, at: datetime, parts: Iterable[Mapping[str, Any]]
) -> dict[str, Value]:
    """Give the variables of one received message, without the ``message.`` before them."""
    pieces = list(parts) or [{"text": text, "id": message_id, "at": at.isoformat()}]
    values: dict[str, Value] = {
        "message": text,
        "date": london(_moment(pieces[-1]["at"])),
        "smsid": pieces[0]["id"],
        "ismultipart": len(pieces) > 1,
    }
    for number, piece in enumerate(pieces):
        values[f"part.{number}.message"] = piece["text"]
        values[f"part.{number}.smsid"] = piece["id"]
        values[f"part.{number}.date"] = london(_moment(piece["at"]))
    return values


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def load_user_variables(user_ids: list[int]) -> list[tuple[int, str, int, str, str]]:
    """Return (end user, scope, owner, key, packed value) of these people's custom variables."""
    return bulk.fetch(
        "SELECT end_user_id, scope, owner_id, key, value FROM endusers_uservariable"
        " WHERE end_user_id = ANY(%s)",
        [user_ids],
    )


@dataclass(frozen=True, slots=True)
class Shared:
    """What one service or collection shares among its end users, by key."""

    values: dict[str, Value] = field(default_factory=dict)
    constants: set[str] = field(default_factory=set)


def load_shared(
    table: str, owner: str, ids: list[int], sandbox_id: int | None
) -> dict[int, Shared]:
    """Return the shared variables of these services or collections."""
    found = {owner_id: Shared() for owner_id in ids}
    rows = bulk.fetch(
        f"SELECT {owner}, key, value, constant FROM {table}"  # noqa: S608 - both names are ours
        f" WHERE {owner} = ANY(%s) AND sandbox_id IS NOT DISTINCT FROM %s",
        [ids, sandbox_id],
    )
    for owner_id, key, value, is_constant in rows:
        found[owner_id].values[key] = unpack(value)
        if is_constant:
            found[owner_id].constants.add(key)
    return found


def load_service_variables(ids: list[int], sandbox_id: int | None) -> dict[int, Shared]:
    """Return the variables of scope ``service``."""
    return load_shared("flows_servicevariable", "service_id", ids, sandbox_id)


def load_collection_variables(ids: list[int], sandbox_id: int | None) -> dict[int, Shared]:
    """Return the variables of scope ``servicecoll``."""
    return load_shared("flows_collectionvariable", "collection_id", ids, sandbox_id)
