"""Set variables."""

from collections.abc import Iterator

from pydantic import Field

from flows.el import template
from flows.engine.context import Context
from flows.engine.handler import Handler, Settings, Template
from flows.engine.moves import Go, Move
from flows.engine.variables import Key, Scope, check_name

MAX_ROWS = 50
PIN_FUNCTION = "af:generatePin"
MASK = "••••••"


class Row(Settings):
    """One variable to set."""

    scope: Scope = Field("session", title="Scope")
    key: Key = Field(title="Key")
    value: Template = Field("", title="Value")
    initial: Template = Field(
        "",
        title="Initial value on creation",
        description="Stored in place of the value while the variable does not exist yet.",
    )
    secret: bool = Field(
        False, title="Secret", description="Never shown in the console or in a trace."
    )

    @property
    def name(self) -> str:
        """The variable as an expression would write it."""
        return f"{self.scope}.{self.key}"

    def reads_itself(self, text: str) -> bool:
        """Whether a template refers to the variable it is to be stored in."""
        itself = template.Reference(self.scope, self.key.lower())
        return itself in template.variables(text)

    def is_secret(self) -> bool:
        """Whether no trace may show the value; a generated PIN never is shown."""
        return self.secret or PIN_FUNCTION in self.value or PIN_FUNCTION in self.initial


class SetVariables(Handler):
    """Store values under names of your choice, to use them in later handlers.

    Rows are worked through from top to bottom and each sees the ones above. If one of them fails,
    none is stored.
    """

    kind = "set_variables"
    label = "Set Variables"
    group = "Variables"
    icon = "braces"
    outcomes = ("done", "failed")

    rows: tuple[Row, ...] = Field(title="Variables", min_length=1, max_length=MAX_ROWS)

    def enter(self, ctx: Context) -> Move:
        for row in self.rows:
            created = bool(row.initial) and not ctx.exists(row.scope, row.key)
            value = ctx.evaluate(row.initial if created else row.value)
            ctx.fields[row.name] = MASK if row.is_secret() else value
            ctx.set(row.scope, row.key, value)
        return Go("done")

    def summary(self) -> str:
        first = self.rows[0]
        others = f" and {len(self.rows) - 1} more" if len(self.rows) > 1 else ""
        shown = "…" if first.is_secret() else first.value
        return f"{first.name} = {shown}{others}"

    def problems(self) -> Iterator[tuple[str, str, str]]:
        for number, row in enumerate(self.rows):
            field = f"rows.{number}"
            yield from check_name(row.scope, row.key, f"{field}.key")
            if row.reads_itself(row.initial):
                yield f"{field}.initial", "self", f"{row.name} cannot begin with its own value"
            elif row.reads_itself(row.value) and not row.initial:
                yield (
                    f"{field}.initial",
                    "self",
                    f"{row.name} refers to itself, so say what it is the first time",
                )

    def writes(self) -> Iterator[tuple[str, str]]:
        return ((row.scope, row.key.lower()) for row in self.rows)

    def secrets(self) -> Iterator[tuple[str, str]]:
        return ((row.scope, row.key.lower()) for row in self.rows if row.is_secret())
