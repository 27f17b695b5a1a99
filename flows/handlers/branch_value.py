"""Branch by a value."""

from collections.abc import Iterator

from pydantic import Field

from flows.engine.cases import MATCHES, MAX_CASES, ValueCase, choose, keeps_groups
from flows.engine.context import Context
from flows.engine.handler import Handler, Template
from flows.engine.moves import Go, Move
from flows.engine.ways import check_ways


class BranchValue(Handler):
    """Go a way that depends on a value, such as a variable.

    The cases are tried from top to bottom and the first that holds is taken. Numbers are compared
    as numbers, anything else as text.
    """

    kind = "branch_value"
    label = "Branch on Value"
    group = "Branch"
    icon = "split"
    outcomes = ("otherwise", "failed")
    outcomes_from = "cases.id"

    value: Template = Field(title="Value", min_length=1)
    cases: tuple[ValueCase, ...] = Field(title="Cases", min_length=1, max_length=MAX_CASES)

    def enter(self, ctx: Context) -> Move:
        case = choose(ctx, self.cases, ctx.evaluate(self.value, "value"))
        return Go(case.id if case else "otherwise")

    def summary(self) -> str:
        return f"{self.value}: {', '.join(case.label for case in self.cases)}"

    def problems(self) -> Iterator[tuple[str, str, str]]:
        return check_ways(self.cases, "cases")

    def writes(self) -> Iterator[tuple[str, str]]:
        return iter(MATCHES if keeps_groups(self.cases) else ())
