"""Run Sub-service."""

from collections.abc import Iterator

from pydantic import Field

from flows.engine.context import Context
from flows.engine.errors import HandlerError
from flows.engine.events import Event, Returned
from flows.engine.handler import Expression, Handler, ServiceRef, Settings, Template
from flows.engine.moves import Call, Go, Move
from flows.engine.reasons import words
from flows.engine.services import find_service
from flows.engine.variables import Key, check_name

MAX_ROWS = 50
NEVER_RAN = ("missing", "unknown_service", "no_access", "not_live", "paused", "depth")


class Input(Settings):
    """A session variable the other service begins with."""

    key: Key = Field(title="Key")
    value: Template = Field("", title="Value")


class RunService(Handler):
    """Run another service inside this one, then go on here.

    The other service has session variables of its own; say what it is given and what it gives back.
    """

    kind = "run_service"
    label = "Run Sub-service"
    group = "Flow"
    icon = "workflow"
    outcomes = ("completed", "ended_early", "failed")

    service: ServiceRef = Field("", title="Service")
    expression: Expression = Field(
        "",
        title="Service by expression",
        description="Gives the ID of a service.",
        json_schema_extra={"advanced": True},
    )
    inputs: tuple[Input, ...] = Field((), title="Given to it", max_length=MAX_ROWS)
    returned: tuple[Key, ...] = Field(
        (),
        title="Taken back",
        max_length=MAX_ROWS,
        description="Session variables of the other service to copy into this session.",
    )

    def enter(self, ctx: Context) -> Move:
        service = find_service(ctx, self.service, self.expression)
        inputs = {row.key: ctx.evaluate(row.value, row.key) for row in self.inputs}
        return Call(service, inputs)

    def resume(self, ctx: Context, event: Event) -> Move:
        assert isinstance(event, Returned)  # noqa: S101 - all this handler waits for
        if event.reason in NEVER_RAN:
            raise HandlerError(event.reason, words(event.reason), defect=True)
        for key in self.returned:
            if key.lower() in event.variables:
                ctx.set("session", key, event.variables[key.lower()])
        return Go("completed") if event.completed else Go("ended_early", "ended_early")

    def summary(self) -> str:
        return self.service or self.expression

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if bool(self.service) == bool(self.expression):
            yield "service", "required", "Pick a service, or give an expression, not both"
        for number, row in enumerate(self.inputs):
            yield from check_name("session", row.key, f"inputs.{number}.key")
        for number, key in enumerate(self.returned):
            yield from check_name("session", key, f"returned.{number}")

    def writes(self) -> Iterator[tuple[str, str]]:
        return (("session", key.lower()) for key in self.returned)
