"""Branch by the end user's latest message."""

from collections.abc import Iterator

from pydantic import Field

from flows.engine.cases import MATCHES, MAX_CASES, MessageCase, choose, keeps_groups
from flows.engine.context import Context
from flows.engine.handler import Handler
from flows.engine.moves import Go, Move
from flows.engine.ways import check_ways


class BranchMessage(Handler):
    """Go a way that depends on what the end user texted last.

    The cases are tried from top to bottom and the first that holds is taken.
    """

    kind = "branch_message"
    label = "Branch on Message"
    group = "Branch"
    icon = "split"
    outcomes = ("otherwise", "failed")
    outcomes_from = "cases.id"

    cases: tuple[MessageCase, ...] = Field(title="Cases", min_length=1, max_length=MAX_CASES)

    def enter(self, ctx: Context) -> Move:
        text = ctx.get("request", "defaultMessage")
        ctx.fields["message"] = text
        case = choose(ctx, self.cases, text)
        return Go(case.id if case else "otherwise")

    def summary(self) -> str:
        return ", ".join(case.label for case in self.cases)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        return check_ways(self.cases, "cases")

    def writes(self) -> Iterator[tuple[str, str]]:
        return iter(MATCHES if keeps_groups(self.cases) else ())
