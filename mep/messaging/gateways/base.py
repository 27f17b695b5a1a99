"""The contract between the platform and whatever carries messages.

Every gateway keeps these laws: one result per message, in order; an exception means that nothing
was submitted; ``unsure`` only when bytes left and no answer came.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, PrivateAttr

from mep.messaging.gateways.statuses import Status

FIRST_RETRY_SECONDS = 5.0
LONGEST_RETRY_SECONDS = 900.0


class NotSupported(Exception):
    """The gateway cannot do this; its capabilities say so."""


class GatewayUnavailable(Exception):
    """The gateway could not be reached and nothing was submitted."""


class ErrorClass(StrEnum):
    """What sort of refusal it was; the first three are not the message's fault."""

    THROTTLED = "throttled"
    TEMPORARY = "temporary"
    AUTH = "auth"
    INVALID_DESTINATION = "invalid_destination"
    INVALID_SENDER = "invalid_sender"
    CONTENT = "content"
    OPTED_OUT = "opted_out"
    FUNDS = "funds"
    PERMANENT = "permanent"

    @property
    def is_final(self) -> bool:
        """Say whether the message has failed for good."""
        return self not in _PASSING


_PASSING = frozenset({ErrorClass.THROTTLED, ErrorClass.TEMPORARY, ErrorClass.AUTH})


@dataclass(frozen=True, slots=True)
class GatewayError:
    """Why a gateway did not take a message."""

    error_class: ErrorClass
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class OutboundSms:
    """A message to submit: either text, or data with a user data header."""

    id: str
    to: str
    sender: str | None
    text: str | None
    data: bytes | None = None
    udh: bytes | None = None
    encoding: Literal["auto", "gsm7", "ucs2", "binary"] = "auto"
    max_parts: int = 10
    flash: bool = False
    validity: timedelta | None = None
    send_at: datetime | None = None
    priority: int = 0
    lane: Literal["instant", "bulk"] = "bulk"
    want_receipt: bool = True
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SendResult:
    """What became of one message; ``provider_ids`` holds one per part or one for the whole."""

    outcome: Literal["accepted", "rejected", "retry", "unsure"]
    provider_ids: tuple[str, ...] = ()
    parts: int = 1
    error: GatewayError | None = None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery report; ``part`` counts from 1, or is absent when all parts are meant."""

    provider_id: str
    status: Status
    provider_status: str
    error_code: str = ""
    at: datetime | None = None
    part: int | None = None
    parts: int | None = None
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message from a phone; ``ref`` is reference, total and number of one part of several."""

    provider_id: str
    sender: str
    recipient: str
    text: str | None
    data: bytes | None
    ref: tuple[int, int, int] | None
    received_at: datetime
    operator: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A webhook call as it came in; ``url`` is built from the configured public address."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class WebhookResult:
    """What a webhook call said, and what to answer once that is stored."""

    events: list[Receipt | Inbound]
    status: int = 200
    content_type: str = "text/plain"
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a gateway can do. ``settles`` says it can be asked whether a message reached it."""

    pushes_receipts: bool = True
    pulls_receipts: bool = False
    splits: bool = True
    schedules: bool = False
    settles: bool = False
    alphanumeric_senders: bool = True
    batch_size: int = 1


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a gateway works, and what is wrong when it does not."""

    ok: bool
    detail: str = ""


class Gateway(BaseModel, ABC):
    """A way to carry messages: its fields are the settings of a gateway account."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: ClassVar[str]
    label: ClassVar[str]
    capabilities: ClassVar[Capabilities]

    _account: str = PrivateAttr(default="")

    @classmethod
    def load(cls, settings: Mapping[str, Any], account: str = "") -> Self:
        """Build the gateway of an account from its stored settings."""
        gateway = cls.model_validate(dict(settings))
        gateway._account = account
        return gateway

    @property
    def account(self) -> str:
        """The public id of the gateway account these settings belong to."""
        return self._account

    def open(self) -> None:
        """Log in or bind; harmless when that is done already."""

    def close(self) -> None:
        """Let go of connections."""

    @abstractmethod
    def send(self, batch: Sequence[OutboundSms]) -> list[SendResult]:
        """Submit messages; one result each, in order."""

    def report(self, provider_ids: Sequence[str]) -> list[Receipt]:
        """Ask what became of messages."""
        raise NotSupported(f"{self.kind} does not answer questions about messages")

    def find(self, message_ids: Sequence[str]) -> dict[str, SendResult]:
        """Ask which messages arrived, by our ids; one that never did is left out."""
        raise NotSupported(f"{self.kind} does not know our message ids")

    def webhook(self, kind: str, request: RawRequest) -> WebhookResult:
        """Verify and read a call of the gateway's."""
        raise NotSupported(f"{self.kind} calls no webhooks")

    def events(self) -> Iterator[Receipt | Inbound]:
        """Give what came in over a connection held open."""
        raise NotSupported(f"{self.kind} holds no connection")

    @abstractmethod
    def health(self) -> Health:
        """Tell whether messages could be submitted now."""

    @classmethod
    def describe(cls) -> dict[str, Any]:
        """Everything a settings page needs to list and edit this kind of gateway."""
        return {
            "kind": cls.kind,
            "label": cls.label,
            "help": (cls.__doc__ or "").strip(),
            "schema": cls.model_json_schema(),
        }


def count_retry_seconds(attempt: int, luck: float) -> float:
    """Tell how long to wait after the given attempt (from 1) failed; ``luck`` is from 0 to 1."""
    longest = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2.0 ** min(attempt - 1, 16))
    return longest * (0.5 + luck / 2)
