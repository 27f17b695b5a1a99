"""Quiet hours: when a message that may wait has to (pure)."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A time of every day, possibly over midnight. From an hour until the same one is never."""

    start: time
    until: time

    def end(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """Return when the quiet time that a moment falls into is over; nothing if it is not quiet.

        Where the clock goes back over the end, it is the second time it shows it; where it goes
        forward over it, the moment is as far after the change as the clock would have been.
        """
        local = at.astimezone(zone)
        if not self._covers(local.time()):
            return None
        day = local.date()
        if self.start > self.until and local.time() >= self.start:
            day += timedelta(days=1)
        ends = (datetime.combine(day, self.until.replace(fold=fold), zone) for fold in (0, 1))
        return max(end.astimezone(UTC) for end in ends)

    def _covers(self, clock: time) -> bool:
        if self.start <= self.until:
            return self.start <= clock < self.until
        return clock >= self.start or clock < self.until
