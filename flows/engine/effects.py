"""What a session asks of the world.

``summary`` is the line shown in the trace. A question is answered from our own database in the
same transaction; an outside effect is performed after the commit; any other is a row stored with
the batch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Effect:
    """Something a session asks for."""

    kind: ClassVar[str]

    def summary(self) -> str:
        """Say in one line what is asked."""
        return ""


class Question(Effect):
    """An effect whose answer comes within the transaction, as ``Answered``."""

    __slots__ = ()


class Outside(Effect):
    """An effect performed after the commit; its answer is ``Performed``."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SendMessage(Effect):
    """Send one SMS. ``id`` is the message's public id, ``gateway`` a gateway account's or empty."""

    kind: ClassVar[str] = "send_sms"

    id: str
    to: str
    text: str
    originator: str = ""
    gateway: str = ""
    parts: int = 1
    encoding: str = "GSM-7"
    wants_report: bool = False
    validity_seconds: int = 0
    note: str = ""
    subaccount: str = ""
    quiet_hours: bool = True
    block_list: bool = True

    def summary(self) -> str:
        return f"{self.parts} part{'s' * (self.parts != 1)}, {self.encoding}"


@dataclass(frozen=True, slots=True)
class CheckRecipients(Question):
    """Which of these numbers have opted out of this code? Answer.

    ``{number: reason}`` of the refused.
    """

    kind: ClassVar[str] = "check_recipients"

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SendEmail(Outside):
    """Send one e-mail. Answer data: none."""

    kind: ClassVar[str] = "send_email"

    to: tuple[str, ...]
    subject: str
    body: str
    html: str = ""
    cc: tuple[str, ...] = ()
    reply_to: str = ""
    from_name: str = ""

    def summary(self) -> str:
        return f"e-mail to {', '.join(self.to)}"


@dataclass(frozen=True, slots=True)
class CallHttp(Outside):
    """Call a web address. Answer data: ``status``, ``content_type``, ``request_id``.

    ``retry`` is ``poke`` (network error, timeout, 429, 5xx) or ``data`` (anything but 2xx);
    ``attempts`` of 0 are as many as fit before it gives up. An ``idempotent`` call carries an
    ``Idempotency-Key``. ``auth`` is empty or has ``mode`` ``basic`` (``login``, ``secret``),
    ``bearer`` (``secret``) or ``header`` (``header``, ``secret``); ``sign`` is empty or has
    ``secret`` and ``header``. Secrets are named, never held.

    When ``read_into`` names a scope the answer has ``variables``, a list of key (``prefix``
    included) and value, and ``warnings``; for ``extract``, rows of ``path``, ``scope`` and ``key``,
    it has ``extracted``, a list of scope, key and value.
    """

    kind: ClassVar[str] = "call_http"

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    retry: str = "poke"
    attempts: int = 3
    timeout_seconds: float = 15.0
    give_up_after_seconds: float = 60.0
    read_into: str = ""
    prefix: str = ""
    extract: tuple[Mapping[str, str], ...] = ()
    cache_seconds: int = 0
    auth: Mapping[str, str] = field(default_factory=dict)
    sign: Mapping[str, str] = field(default_factory=dict)
    idempotent: bool = False
    answer: bool = True

    def summary(self) -> str:
        return f"{self.method} {self.url}"


@dataclass(frozen=True, slots=True)
class LookUpNetwork(Outside):
    """Ask which operator a number belongs to.

    Answer data: ``network``, ``mcc``, ``mnc``, ``country``, ``type``.
    """

    kind: ClassVar[str] = "look_up_network"

    number: str

    def summary(self) -> str:
        return f"lookup of {self.number}"


@dataclass(frozen=True, slots=True)
class SetNetwork(Effect):
    """Remember the end user's operator."""

    kind: ClassVar[str] = "set_network"

    network: str

    def summary(self) -> str:
        return f"network {self.network}"


@dataclass(frozen=True, slots=True)
class Subscribe(Question):
    """Subscribe a number. ``target`` is a subscription id or ``collection/name``.

    ``fallbacks`` are tried next.
    With ``list_prefix`` the target is a collection and the list of that period is made. Answer:
    ``{"status": "subscribed"|"already"|"failed", "reason": code, "id": id, "name": name}``.
    """

    kind: ClassVar[str] = "subscribe"

    target: str
    number: str
    fallbacks: tuple[str, ...] = ()
    list_prefix: str = ""
    list_name: str = ""
    source: str = ""
    resubscribe: bool = True

    def summary(self) -> str:
        return f"subscribe to {self.list_name or self.target}"


@dataclass(frozen=True, slots=True)
class Unsubscribe(Question):
    """Unsubscribe the end user.

    ``mode`` is ``one``, ``collection`` or ``all``; ``target`` an id or ``collection/name``.
    Answer: ``{"count": lists left, "reason": code}``.
    """

    kind: ClassVar[str] = "unsubscribe"

    mode: str
    target: str = ""
    opt_out: bool = False
    cancel_sessions: bool = False

    def summary(self) -> str:
        return f"unsubscribe from {self.target or 'all'}"


@dataclass(frozen=True, slots=True)
class CheckSubscription(Question):
    """Is the end user subscribed? Answer: ``{target: "subscribed"|"was"|"not"|"missing"}``."""

    kind: ClassVar[str] = "check_subscription"

    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckConsent(Question):
    """Has the end user confirmed before? ``subscription`` is the target it was for.

    Answer: true or false.
    """

    kind: ClassVar[str] = "check_consent"

    subscription: str


@dataclass(frozen=True, slots=True)
class RecordConsent(Effect):
    """Keep the proof of a double opt-in."""

    kind: ClassVar[str] = "record_consent"

    question: str
    answer: str
    label: str = ""
    subscription: str = ""
    confirmed: bool = True

    def summary(self) -> str:
        return f"consent {self.label} stored".replace("  ", " ")


@dataclass(frozen=True, slots=True)
class StartService(Effect):
    """Start another service for the same end user once this session has ended."""

    kind: ClassVar[str] = "start_service"

    service: str
    variables: Mapping[str, Any] = field(default_factory=dict)

    def summary(self) -> str:
        return f"go to {self.service}"
