"""Clear variables."""

from collections.abc import Iterator

from pydantic import Field

from flows.el import names
from flows.engine.context import Context
from flows.engine.handler import Handler, Settings
from flows.engine.moves import Go, Move
from flows.engine.variables import Key, Scope, check_name

MAX_ROWS = 50


class Row(Settings):
    """One variable to delete."""

    scope: Scope = Field("session", title="Scope")
    key: Key = Field(title="Key")


class ClearVariables(Handler):
    """Delete variables, so that they are empty and count as never created."""

    kind = "clear_variables"
    label = "Clear Variables"
    group = "Variables"
    icon = "eraser"
    outcomes = ("done",)

    rows: tuple[Row, ...] = Field((), title="Variables", max_length=MAX_ROWS)
    whole_session: bool = Field(
        False, title="Everything of the session", description="Every variable of scope session."
    )

    def enter(self, ctx: Context) -> Move:
        for scope, key in self._chosen(ctx):
            ctx.clear(scope, key)
        return Go("done")

    def _chosen(self, ctx: Context) -> Iterator[tuple[str, str]]:
        for row in self.rows:
            yield row.scope, row.key
        if self.whole_session:
            for key in ctx.keys("session"):
                if not names.is_builtin("session", key):
                    yield "session", key

    def summary(self) -> str:
        named = [f"{row.scope}.{row.key}" for row in self.rows]
        return ", ".join([*named, *["everything of the session"] * self.whole_session])

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if not (self.rows or self.whole_session):
            yield "rows", "required", "Name at least one variable to clear"
        for number, row in enumerate(self.rows):
            yield from check_name(row.scope, row.key, f"rows.{number}.key")

    def writes(self) -> Iterator[tuple[str, str]]:
        return ((row.scope, row.key.lower()) for row in self.rows)
