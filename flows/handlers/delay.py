"""Delay."""

from collections.abc import Iterator
from datetime import timedelta

from pydantic import Field

from flows.engine.context import Context
from flows.engine.durations import parse_duration
from flows.engine.errors import HandlerError
from flows.engine.events import Event, TimedOut
from flows.engine.handler import DurationOrExpression, Handler
from flows.engine.moments import Hour, next_within
from flows.engine.moves import Go, Move, Wait

SHORTEST = timedelta(seconds=10)
LONGEST = timedelta(days=90)


class Delay(Handler):
    """Pause for a while, then go on. Messages that arrive meanwhile do not end the pause."""

    kind = "delay"
    label = "Delay"
    group = "Flow"
    icon = "timer"
    outcomes = ("continue", "failed")

    duration: DurationOrExpression = Field(
        "P1D", title="Wait for", description="From 10 seconds to 90 days, or minutes as ${…}."
    )
    begin: Hour | None = Field(
        None, title="Continue only from", json_schema_extra={"advanced": True}
    )
    end: Hour | None = Field(
        None, title="Continue only until", json_schema_extra={"advanced": True}
    )

    def enter(self, ctx: Context) -> Move:
        length = max(ctx.duration(self.duration, "delay"), SHORTEST)
        if length > LONGEST:
            raise HandlerError("expression", "The delay is longer than 90 days", defect=True)
        until = ctx.now + length
        if self.begin is not None and self.end is not None:
            until = next_within(until, self.begin, self.end, ctx.session.zone)
        ctx.fields["until"] = until.isoformat()
        return Wait((TimedOut,), until=until)

    def resume(self, ctx: Context, event: Event) -> Move:
        return Go("continue")

    def summary(self) -> str:
        return self.duration

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if "${" not in self.duration and not SHORTEST <= parse_duration(self.duration) <= LONGEST:
            yield "duration", "range", "Wait for 10 seconds to 90 days"
        if (self.begin is None) != (self.end is None):
            missing = "begin" if self.begin is None else "end"
            yield missing, "required", "Give both hours, or neither"
        if self.begin is not None and self.begin == self.end:
            yield "end", "range", "The two hours are the same"

    def waits(self) -> bool:
        return True
