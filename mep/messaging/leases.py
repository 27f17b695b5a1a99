"""A message that one worker may submit, until its lease ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mep.messaging.gateways.base import OutboundSms

DEFAULT_VALIDITY = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Leased:
    """A message this worker may submit until its lease ends."""

    id: int
    account_id: int
    number: str
    code: str
    text: str
    encoding: str
    parts: int
    lane: str
    validity_seconds: int
    created_at: datetime
    attempts: int
    due_at: datetime

    @property
    def valid_until(self) -> datetime:
        """When it is too late to send it."""
        validity = timedelta(seconds=self.validity_seconds) or DEFAULT_VALIDITY
        return self.created_at + validity

    def outbound(self) -> OutboundSms:
        """Say the message in the gateways' terms."""
        return OutboundSms(
            id=f"{self.id:016X}",
            to=self.number,
            sender=self.code or None,
            text=self.text,
            encoding="ucs2" if self.encoding == "UCS-2" else "gsm7",
            validity=timedelta(seconds=self.validity_seconds) or None,
            lane="instant" if self.lane == "instant" else "bulk",
        )
