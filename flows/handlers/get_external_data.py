"""Get External Data."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from pydantic import Field

from flows.el import names
from flows.engine.context import Context, longest_value
from flows.engine.errors import HandlerError
from flows.engine.events import Event, Performed, TimedOut
from flows.engine.handler import Settings
from flows.engine.http_request import MARGIN, HttpHandler
from flows.engine.moves import Go, Move, Wait
from flows.engine.variables import Key, Scope, check_name

MAX_VARIABLES = 500
MAX_ROWS = 50
MAX_CACHE_SECONDS = 3_600
MAX_WARNINGS = 20
SHORTEST_LIMIT_SECONDS = 5
LONGEST_LIMIT_SECONDS = 600


class Extract(Settings):
    """One value to take out of the answer."""

    path: str = Field(
        title="Path", min_length=1, max_length=500, description="JSONPath ($.a.b) or XPath (/a/b)."
    )
    scope: Scope = Field("session", title="Scope")
    key: Key = Field(title="Key")


class GetExternalData(HttpHandler):
    """Fetch text, JSON or XML from another system and keep it as variables.

    Every element becomes a variable named by its path, such as entry.temperature; plain text
    becomes the variable text.
    """

    kind = "get_external_data"
    label = "Get External Data"
    group = "Connect"
    icon = "cloud-download"
    outcomes = ("success", "failed")

    scope: Scope = Field("session", title="Scope")
    prefix: str = Field(
        "", title="Prefix", max_length=50, description="Put before every key, with a dot."
    )
    extract: tuple[Extract, ...] = Field((), title="Extract", max_length=MAX_ROWS)
    limit: int = Field(
        60,
        title="Seconds to keep trying",
        ge=SHORTEST_LIMIT_SECONDS,
        le=LONGEST_LIMIT_SECONDS,
        json_schema_extra={"advanced": True},
    )
    cache: int = Field(
        0,
        title="Seconds to reuse an answer",
        ge=0,
        le=MAX_CACHE_SECONDS,
        json_schema_extra={"advanced": True},
    )

    def enter(self, ctx: Context) -> Move:
        ctx.emit(
            self.call(
                ctx,
                retry="data",
                attempts=0 if self.may_repeat() else 1,
                give_up_after_seconds=float(self.limit),
                read_into=self.scope,
                prefix=self.prefix,
                extract=tuple(row.model_dump() for row in self.extract),
                cache_seconds=self.cache if self.method == "GET" else 0,
            )
        )
        until = ctx.now + timedelta(seconds=self.limit + self.timeout) + MARGIN
        return Wait((Performed, TimedOut), until=until)

    def resume(self, ctx: Context, event: Event) -> Move:
        data = self.answered(ctx, event)
        found = list(data.get("variables", ()))[:MAX_VARIABLES]
        self._clear_old(ctx, (key for key, _ in found))
        rows = [(self.scope, key, value) for key, value in found] + list(data.get("extracted", ()))
        stored = [_store(ctx, *row) for row in rows]
        warnings = [*data.get("warnings", ()), *filter(None, stored)]
        ctx.fields["variables"] = len(rows)
        if warnings:
            ctx.fields["warnings"] = "; ".join(warnings[:MAX_WARNINGS])
        return Go("success")

    def _clear_old(self, ctx: Context, keys: Iterable[str]) -> None:
        """Clear what an earlier answer left under the prefix, or under the new first names."""
        roots = [self.prefix] if self.prefix else {key.split(".")[0] for key in keys}
        beginnings = tuple(f"{root.lower()}." for root in roots)
        for key in ctx.keys(self.scope):
            if f"{key}.".startswith(beginnings) and not names.is_builtin(self.scope, key):
                ctx.clear(self.scope, key)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        yield from super().problems()
        if self.prefix:
            yield from check_name(self.scope, self.prefix, "prefix")
        for number, row in enumerate(self.extract):
            if row.path[0] not in "$/":
                message = "Begin with $ for JSONPath or / for XPath"
                yield f"extract.{number}.path", "path", message
            yield from check_name(row.scope, row.key, f"extract.{number}.key")

    def writes(self) -> Iterator[tuple[str, str]]:
        yield from super().writes()
        yield self.scope, f"{self.prefix.lower()}.*" if self.prefix else "*"
        for row in self.extract:
            yield row.scope, row.key.lower()


def _store(ctx: Context, scope: str, key: str, value: Any) -> str:  # noqa: ANN401 - from JSON
    """Store one value, cut to what fits; return a warning when that was not quite possible."""
    limit, warning = longest_value(scope), ""
    if isinstance(value, str) and len(value) > limit:
        value, warning = value[:limit], f"{scope}.{key} was cut at {limit} characters"
    try:
        ctx.set(scope, key, value)
    except HandlerError as error:
        return f"{error.message}, so it was not stored"
    return warning
