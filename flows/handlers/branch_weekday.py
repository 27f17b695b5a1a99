"""Branch by the day of the week."""

from collections.abc import Iterator

from pydantic import Field

from flows.engine.context import Context
from flows.engine.handler import Handler
from flows.engine.hours import ZoneName, find_zone
from flows.engine.moments import WEEKDAYS, Weekday
from flows.engine.moves import Go, Move


class BranchWeekday(Handler):
    """Go a way that depends on the day of the week."""

    kind = "branch_weekday"
    label = "Branch on Day of Week"
    group = "Branch"
    icon = "calendar-range"
    outcomes = ("yes", "no", *WEEKDAYS)
    outcomes_if = {
        "yes": ("per_day", (False,)),
        "no": ("per_day", (False,)),
        **dict.fromkeys(WEEKDAYS, ("per_day", (True,))),
    }

    days: tuple[Weekday, ...] = Field((), title="Days", max_length=len(WEEKDAYS))
    per_day: bool = Field(False, title="A way out for every day of the week")
    zone: ZoneName = ""

    def enter(self, ctx: Context) -> Move:
        today = WEEKDAYS[ctx.now.astimezone(find_zone(ctx, self.zone)).weekday()]
        ctx.fields["day"] = today
        if self.per_day:
            return Go(today)
        return Go("yes" if today in self.days else "no")

    def summary(self) -> str:
        if self.per_day:
            return "every day its own way"
        return ", ".join(day.capitalize() for day in WEEKDAYS if day in self.days)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if not self.per_day and not self.days:
            yield "days", "required", "Choose one day at least"
