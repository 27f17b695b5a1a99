"""Branch by the date and time."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import Field

from flows.engine.context import Context
from flows.engine.handler import Handler
from flows.engine.hours import ZoneName, find_zone, to_utc
from flows.engine.moves import Go, Move


class BranchDates(Handler):
    """Go a way that depends on whether a period is still to come, runs, or is over.

    It runs from its first moment up to, but not including, its last. Either may be left open.
    """

    kind = "branch_dates"
    label = "Branch on Date Range"
    group = "Branch"
    icon = "calendar-range"
    outcomes = ("before", "during", "after")

    starts: datetime | None = Field(None, title="From")
    ends: datetime | None = Field(None, title="Until")
    zone: ZoneName = ""

    def enter(self, ctx: Context) -> Move:
        zone = find_zone(ctx, self.zone)
        ctx.fields["now"] = ctx.now.astimezone(zone).isoformat(timespec="seconds")
        if self.starts is not None and ctx.now < to_utc(self.starts, zone):
            return Go("before")
        if self.ends is not None and ctx.now >= to_utc(self.ends, zone):
            return Go("after")
        return Go("during")

    def summary(self) -> str:
        starts = f"from {self.starts:%Y-%m-%d %H:%M}" if self.starts else ""
        ends = f"until {self.ends:%Y-%m-%d %H:%M}" if self.ends else ""
        return f"{starts} {ends}".strip()

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.starts is None and self.ends is None:
            yield "starts", "required", "Say when the period begins or ends"
        elif self.starts is not None and self.ends is not None:
            zone = ZoneInfo(self.zone or "UTC")
            if to_utc(self.ends, zone) <= to_utc(self.starts, zone):
                yield "ends", "range", "The period ends before it begins"
