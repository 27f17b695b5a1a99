"""End."""

from pydantic import Field

from flows.engine.context import Context
from flows.engine.handler import Handler
from flows.engine.moves import Go, Move

MAX_REASON_CHARACTERS = 255


class End(Handler):
    """End here. An outcome that leads nowhere does the same; this one can say why."""

    kind = "end"
    label = "End"
    group = "Flow"
    icon = "circle-stop"
    outcomes = ()

    reason: str = Field("", title="Reason", max_length=MAX_REASON_CHARACTERS)

    def enter(self, ctx: Context) -> Move:
        if self.reason:
            ctx.fields["reason"] = self.reason
        return Go("", "ended")

    def summary(self) -> str:
        return self.reason
