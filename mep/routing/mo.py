"""A received message as plain data."""

from dataclasses import dataclass
from datetime import datetime

UNKNOWN_NETWORK = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class MoPart:
    """One SMS of a received message."""

    text: str
    sms_id: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Mo:
    """A text from a phone, joined if it came in parts.

    ``code`` is the routing code it was sent to; ``external_id`` the gateway's id of it; ``source``
    how it came: ``mo``, ``inject`` or ``simulator``.
    """

    message_id: str
    account_id: int
    code: str
    sender: str
    text: str
    received_at: datetime
    network: str = UNKNOWN_NETWORK
    parts: tuple[MoPart, ...] = ()
    external_id: str = ""
    source: str = "mo"
