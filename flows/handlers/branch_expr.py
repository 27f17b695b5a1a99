"""Branch by a condition."""

from pydantic import Field

from flows.engine.context import Context
from flows.engine.handler import Expression, Handler
from flows.engine.moves import Go, Move


class BranchExpr(Handler):
    """Go one of two ways by an expression that is true or false."""

    kind = "branch_expr"
    label = "Branch on Expression"
    group = "Branch"
    icon = "split"
    outcomes = ("true", "false", "failed")
    outcome_labels = {"failed": "Error"}

    expression: Expression = Field(title="Expression", min_length=1)

    def enter(self, ctx: Context) -> Move:
        return Go("true" if ctx.boolean(self.expression, "expression") else "false")

    def summary(self) -> str:
        return self.expression
