"""Branch by the time of day."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import Field

from flows.engine.context import Context
from flows.engine.handler import Handler
from flows.engine.hours import Clock, Day, ZoneName, find_zone
from flows.engine.moments import WEEKDAYS, Weekday
from flows.engine.moves import Go, Move
from flows.engine.ways import Way, check_ways

MAX_HOLIDAYS = 400
ONE_DAY = timedelta(days=1)


class Window(Way):
    """A span of hours on some weekdays.

    One that ends no later than it starts goes on past midnight and belongs to the day it began.
    """

    starts: Clock = Field(title="From")
    ends: Clock = Field(title="Until")
    days: tuple[Weekday, ...] = Field(WEEKDAYS, title="On", min_length=1, max_length=len(WEEKDAYS))
    holidays: Literal["no", "also", "only"] = Field("no", title="On holidays")

    def holds(self, local: datetime, holidays: Collection[str]) -> bool:
        """Say whether a moment lies in this window."""
        day = self._day(local)
        if day is None:
            return False
        if day.isoformat() in holidays:
            return self.holidays != "no"
        return self.holidays != "only" and WEEKDAYS[day.weekday()] in self.days

    def _day(self, local: datetime) -> date | None:
        """Return the day on which the span around a moment began, nothing outside of it."""
        clock = local.time()
        if self.starts < self.ends:
            return local.date() if self.starts <= clock < self.ends else None
        if clock >= self.starts:
            return local.date()
        return local.date() - ONE_DAY if clock < self.ends else None


class BranchTime(Handler):
    """Go a way that depends on the time of day, such as opening hours.

    The first window that holds is taken. On a holiday only windows that say so hold.
    """

    kind = "branch_time"
    label = "Branch on Time of Day"
    group = "Branch"
    icon = "clock"
    outcomes = ("otherwise",)
    outcomes_from = "windows.id"

    windows: tuple[Window, ...] = Field(title="Windows", min_length=1, max_length=10)
    holidays: tuple[Day, ...] = Field(
        (), title="Holidays", description="Dates such as 2026-12-25.", max_length=MAX_HOLIDAYS
    )
    zone: ZoneName = ""

    def enter(self, ctx: Context) -> Move:
        local = ctx.now.astimezone(find_zone(ctx, self.zone))
        ctx.fields["now"] = local.isoformat(timespec="seconds")
        for window in self.windows:
            if window.holds(local, self.holidays):
                return Go(window.id)
        return Go("otherwise")

    def summary(self) -> str:
        return ", ".join(f"{w.label} {w.starts:%H:%M}–{w.ends:%H:%M}" for w in self.windows)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        yield from check_ways(self.windows, "windows")
        for number, window in enumerate(self.windows):
            if window.holidays == "only" and not self.holidays:
                yield f"windows.{number}.holidays", "required", "There are no holidays to hold on"
