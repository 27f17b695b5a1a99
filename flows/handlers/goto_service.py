"""Go to Service."""

from collections.abc import Iterator

from pydantic import Field

from flows.el import names
from flows.engine.context import Context
from flows.engine.effects import StartService
from flows.engine.handler import Expression, Handler, ServiceRef
from flows.engine.moves import Go, Move
from flows.engine.services import find_service


class GoToService(Handler):
    """End this service and start another one for the same end user."""

    kind = "goto_service"
    label = "Go to Service"
    group = "Flow"
    icon = "arrow-right-left"
    outcomes = ("failed",)

    service: ServiceRef = Field("", title="Service")
    expression: Expression = Field(
        "",
        title="Service by expression",
        description="Gives the ID of a service.",
        json_schema_extra={"advanced": True},
    )
    carry: bool = Field(
        True,
        title="Take the session variables along",
        description="All that this service has set, as session variables of the other one.",
    )

    def enter(self, ctx: Context) -> Move:
        service = find_service(ctx, self.service, self.expression)
        ctx.emit(StartService(service, self._carried(ctx) if self.carry else {}))
        return Go("", "goto")

    def _carried(self, ctx: Context) -> dict[str, object]:
        return {
            key: ctx.get("session", key)
            for key in ctx.keys("session")
            if not names.is_builtin("session", key)
        }

    def summary(self) -> str:
        return self.service or self.expression

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if bool(self.service) == bool(self.expression):
            yield "service", "required", "Pick a service, or give an expression, not both"
