"""How a simulated phone behaves, by the last three digits of its number."""

from dataclasses import dataclass
from datetime import datetime

from mep.messaging.gateways.base import ErrorClass, GatewayError, Receipt, SendResult
from mep.messaging.gateways.statuses import Status


@dataclass(frozen=True, slots=True)
class Script:
    """One way to behave.

    ``reports`` are status and error of each receipt; when ``by_part``, of the first part, the
    second and so on, the last standing for all that follow.
    """

    reports: tuple[tuple[Status, str], ...] = ((Status.DELIVERED, ""),)
    by_part: bool = False
    is_early: bool = False
    is_unsure: bool = False
    refusal: GatewayError | None = None
    refusals: int = 0

    @property
    def is_rejected(self) -> bool:
        """Say whether a message is refused for good."""
        return self.refusal is not None and self.refusal.error_class.is_final

    @property
    def least_parts(self) -> int:
        """Return the number of parts a message has at least."""
        return 2 if self.by_part else 1

    def result(self, message_id: str, parts: int) -> SendResult:
        """Answer a message that was received."""
        if self.is_unsure:
            return SendResult("unsure", parts=parts)
        return self.acceptance(message_id, parts)

    def acceptance(self, message_id: str, parts: int) -> SendResult:
        """Answer that a message was received, whatever was said when it came."""
        return SendResult("accepted", (provider_id(message_id),), parts)

    def rejection(self) -> SendResult:
        """Answer a message that is refused, for good or for this time."""
        return SendResult("rejected" if self.is_rejected else "retry", error=self.refusal)

    def receipts(self, message_id: str, parts: int, at: datetime) -> tuple[Receipt, ...]:
        """Return the receipts a message gets, in order."""
        if not self.by_part:
            return tuple(
                Receipt(provider_id(message_id), status, status.upper(), error, at)
                for status, error in self.reports
            )
        padded = self.reports + self.reports[-1:] * (parts - len(self.reports))
        return tuple(
            Receipt(provider_id(message_id), status, status.upper(), error, at, number, parts)
            for number, (status, error) in enumerate(padded, start=1)
        )


def provider_id(message_id: str) -> str:
    """Name a message as the simulator does; its parts share the name."""
    return f"sim-{message_id}"


def find_script(number: str) -> Script:
    """Look up how the phone of a number behaves."""
    return _SCRIPTS.get(number[-3:], _DELIVERED)


_DELIVERED = Script()
_SCRIPTS = {
    "990": Script(
        refusal=GatewayError(ErrorClass.INVALID_DESTINATION, "990", "this phone takes no messages"),
    ),
    "991": Script(refusals=2, refusal=GatewayError(ErrorClass.THROTTLED, "991", "slower please")),
    "992": Script(refusals=3, refusal=GatewayError(ErrorClass.TEMPORARY, "992", "not just now")),
    "993": Script(reports=((Status.FAILED, "069"),)),
    "994": Script(reports=((Status.EXPIRED, ""),)),
    "995": Script(reports=()),
    "996": Script(is_early=True),
    "997": Script(reports=((Status.DELIVERED, ""),) * 2),
    "998": Script(reports=(), is_unsure=True),
    "999": Script(reports=((Status.DELIVERED, ""), (Status.FAILED, "")), by_part=True),
}
