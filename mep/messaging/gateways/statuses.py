"""What may become of a message, and which report may follow which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATE_SUCCESS_LIMIT = timedelta(hours=72)


class Status(StrEnum):
    """The statuses of a sent message, in the order it passes them; the last six are final."""

    QUEUED = "queued"
    ACCEPTED = "accepted"
    BUFFERED = "buffered"
    ENROUTE = "enroute"
    DELIVERED = "delivered"
    FAILED = "failed"
    REJECTED = "rejected"
    EXPIRED = "expired"
    DELETED = "deleted"
    UNKNOWN = "unknown"

    @property
    def is_final(self) -> bool:
        """Say whether the message has come to its end."""
        return self not in PROGRESS


PROGRESS = (Status.QUEUED, Status.ACCEPTED, Status.BUFFERED, Status.ENROUTE)
UNDELIVERED = frozenset({Status.FAILED, Status.REJECTED, Status.EXPIRED, Status.DELETED})
_MAY_SUCCEED_LATE = frozenset({Status.FAILED, Status.EXPIRED})


@dataclass(frozen=True, slots=True)
class Advance:
    """A report's consequence: the status the message has now, and a note if it is remarkable."""

    status: Status
    note: str = ""


def advance(current: Status, new: Status, age: timedelta = timedelta(0)) -> Advance | None:
    """Tell what a report makes of a message, or ``None`` when it changes nothing.

    ``age`` is how long ago the current status was reached.
    """
    if not current.is_final:
        return Advance(new) if _is_progress(current, new) else None
    if current is Status.UNKNOWN and new.is_final and new is not Status.UNKNOWN:
        return Advance(new)
    if _is_late_success(current, new, age):
        return Advance(new, f"delivered after {current}")
    return None


def combine(reported: Sequence[Status], parts: int) -> Status:
    """Tell the status of a message from those of its parts; a part without report is accepted.

    Delivered when every part is; failed when one is lost, whatever the others do.
    """
    if any(status in UNDELIVERED for status in reported):
        return _lost(reported, parts)
    if len(reported) >= parts and all(status.is_final for status in reported):
        return Status.UNKNOWN if Status.UNKNOWN in reported else Status.DELIVERED
    return _slowest(reported, parts)


def advance_parts(
    current: Status, since: datetime, reports: Sequence[tuple[int, Status, datetime]], parts: int
) -> Advance | None:
    """Tell what all the reports on a message's parts make of it.

    A report is the number of its part, its status and its time; they come in the order of arrival.
    """
    known: dict[int, tuple[Status, datetime]] = {}
    for part, status, at in reports:
        before = known.get(part)
        if before is None or advance(before[0], status, at - before[1]):
            known[part] = (status, at)
    latest = max((at for _, at in known.values()), default=since)
    whole = combine([status for status, _ in known.values()], parts)
    return advance(current, whole, latest - since)


def _is_progress(current: Status, new: Status) -> bool:
    return new.is_final or PROGRESS.index(new) > PROGRESS.index(current)


def _is_late_success(current: Status, new: Status, age: timedelta) -> bool:
    return new is Status.DELIVERED and current in _MAY_SUCCEED_LATE and age <= LATE_SUCCESS_LIMIT


def _lost(reported: Sequence[Status], parts: int) -> Status:
    """Keep the exact reason when all parts share it."""
    kinds = set(reported)
    return reported[0] if len(kinds) == 1 and len(reported) >= parts else Status.FAILED


def _slowest(reported: Sequence[Status], parts: int) -> Status:
    if any(status.is_final for status in reported):
        return Status.ENROUTE
    silent = [Status.ACCEPTED] * (parts - len(reported))
    return min([*reported, *silent], key=PROGRESS.index, default=Status.ACCEPTED)
