"""Wait until a moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from flows.engine.context import Context
from flows.engine.errors import HandlerError
from flows.engine.events import Event, TimedOut
from flows.engine.handler import Handler, Settings, Template
from flows.engine.moments import Hour, Weekday, next_weekday, parse_moment
from flows.engine.moves import Go, Move, Wait

LONGEST = timedelta(days=180)


class Moment(Settings):
    """A date and time."""

    mode: Literal["moment"] = "moment"
    at: Template = Field(
        title="Date and time", min_length=1, description="Such as 2026-08-31 09:00, or ${…}."
    )

    def find(self, ctx: Context, zone: ZoneInfo) -> datetime:
        """Say when that is; raises ValueError."""
        return parse_moment(ctx.evaluate(self.at, "at"), zone)

    def problem(self, zone: ZoneInfo) -> str:
        """Say what is wrong with a moment that is written out."""
        try:
            if "${" not in self.at:
                parse_moment(self.at, zone)
        except ValueError as error:
            return str(error)
        return ""


class NextWeekday(Settings):
    """The next of some weekdays."""

    mode: Literal["weekday"] = "weekday"
    days: tuple[Weekday, ...] = Field(title="Days", min_length=1, max_length=7)
    at: Hour = Field(title="Time")

    def find(self, ctx: Context, zone: ZoneInfo) -> datetime:
        """Say when that is."""
        return next_weekday(ctx.now, self.days, self.at, zone)

    def problem(self, zone: ZoneInfo) -> str:
        """Say that nothing can be wrong."""
        return ""


class WaitUntil(Handler):
    """Pause until a date and time, or until the next of some weekdays.

    If the moment has gone by, the session leaves by Already past; unlinked, it goes where
    Continue goes.
    """

    kind = "wait_until"
    label = "Wait Until"
    group = "Flow"
    icon = "timer"
    outcomes = ("continue", "already_past", "failed")
    joins = {"already_past": "continue"}

    until: Annotated[Moment | NextWeekday, Field(discriminator="mode")] = Field(title="Until")
    zone: str = Field(
        "",
        title="Time zone",
        max_length=64,
        description="Such as Europe/Paris; empty for the end user's or the service's.",
        json_schema_extra={"advanced": True},
    )

    def enter(self, ctx: Context) -> Move:
        try:
            until = self.until.find(ctx, ZoneInfo(self.zone) if self.zone else ctx.session.zone)
        except (ValueError, OverflowError) as error:
            raise HandlerError("expression", str(error), defect=True) from error
        ctx.fields["until"] = until.isoformat()
        if until <= ctx.now:
            return Go("already_past")
        if until - ctx.now > LONGEST:
            raise HandlerError("expression", "The moment is over 180 days away", defect=True)
        return Wait((TimedOut,), until=until)

    def resume(self, ctx: Context, event: Event) -> Move:
        return Go("continue")

    def summary(self) -> str:
        if isinstance(self.until, Moment):
            return self.until.at
        days = ", ".join(day.capitalize() for day in self.until.days)
        return f"{days} {self.until.at:%H:%M}"

    def problems(self) -> Iterator[tuple[str, str, str]]:
        try:
            zone = ZoneInfo(self.zone or "UTC")
        except (KeyError, ValueError, OSError):
            yield "zone", "zone", f"There is no time zone {self.zone}; write it as Europe/Paris"
            return
        if problem := self.until.problem(zone):
            yield "until.at", "moment", problem

    def waits(self) -> bool:
        return True
