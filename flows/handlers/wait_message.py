"""Wait for the end user's next message."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from flows.el.values import to_text
from flows.engine.cases import TextTest
from flows.engine.context import Context
from flows.engine.errors import HandlerError
from flows.engine.events import Event, MessageReceived, TimedOut
from flows.engine.handler import Expression, Handler, Settings
from flows.engine.keeping import Place, keep_text
from flows.engine.moves import Go, Move, Wait
from flows.engine.recipients import split_list
from flows.engine.timeouts import Timeout, check_limit, find_limit

ANY_CODE = "*"


class Filter(Settings):
    """Messages of one sort."""

    when: TextTest = Field(title="The message")
    ignore_case: bool = Field(True, title="Ignore case")


class WaitMessage(Handler):
    """Pause until the end user texts again.

    The text is in request.defaultMessage afterwards, and a new request begins.
    """

    kind = "wait_message"
    label = "Wait for Message"
    group = "Receive"
    icon = "hourglass"
    outcomes = ("message_received", "timed_out", "failed")

    timeout: Timeout = Field(
        "PT24H",
        title="Wait at most",
        description="1 minute to 30 days, or minutes as ${…}; empty for as long as the session "
        "lives.",
    )
    keep: Place | None = Field(None, title="Store the text in")
    accept_from: Literal["session", "any", "expression"] = Field(
        "session",
        title="Accept from",
        description="The number the session uses, any number of the account, or one you name.",
        json_schema_extra={"advanced": True},
    )
    code: Expression = Field(
        "", title="Number, if you name one", json_schema_extra={"advanced": True}
    )
    only: tuple[Filter, ...] = Field(
        (),
        title="Only messages of which one holds",
        max_length=20,
        json_schema_extra={"advanced": True},
    )
    others: Literal["keywords", "ignore"] = Field(
        "keywords",
        title="Other messages",
        description="Go to the keywords while the session waits on, or are ignored.",
        json_schema_extra={"advanced": True},
    )

    def enter(self, ctx: Context) -> Move:
        return Wait(
            (MessageReceived, TimedOut),
            until=find_limit(ctx, self.timeout),
            codes=self._codes(ctx),
            patterns=tuple(each.when.pattern(ctx, each.ignore_case) for each in self.only),
            ignore=self.others == "ignore",
        )

    def resume(self, ctx: Context, event: Event) -> Move:
        if not isinstance(event, MessageReceived):
            return Go("timed_out")
        ctx.fields["message"] = event.text
        if self.keep is not None:
            keep_text(ctx, self.keep.scope, self.keep.key, event.text)
        return Go("message_received")

    def _codes(self, ctx: Context) -> tuple[str, ...]:
        if self.accept_from != "expression":
            return (ANY_CODE,) if self.accept_from == "any" else ()
        codes = split_list(to_text(ctx.evaluate(self.code, "code")))
        if not codes:
            raise HandlerError("expression", "There is no number to wait on", defect=True)
        return tuple(codes)

    def summary(self) -> str:
        return f"at most {self.timeout}" if self.timeout else "as long as the session lives"

    def problems(self) -> Iterator[tuple[str, str, str]]:
        yield from check_limit(self.timeout, "timeout")
        if self.accept_from == "expression" and not self.code:
            yield "code", "required", "Say which number to wait on"
        if self.keep is not None:
            yield from self.keep.check("keep")

    def waits(self) -> bool:
        return True

    def writes(self) -> Iterator[tuple[str, str]]:
        if self.keep is not None:
            yield self.keep.scope, self.keep.key.lower()
