"""Ask a question."""

from collections.abc import Iterator

from pydantic import Field

from flows.engine.asking import Asking
from flows.engine.cases import MATCHES, keep_groups
from flows.engine.context import Context
from flows.engine.expected import Answer, AnyText, ExpectedAnswer
from flows.engine.handler import Template
from flows.engine.keeping import Place, keep_text
from flows.engine.moves import Go, Move


class Ask(Asking):
    """Send a question by SMS and wait for an answer of the kind you expect.

    A reply that does not fit is asked for again. One that fits can be stored: a choice by its name,
    a number as a number, a date as 2026-08-31, a phone number with its country code.
    """

    kind = "ask"
    label = "Ask a Question"
    group = "Receive"
    icon = "message-circle-question"
    outcomes = ("yes", "no", "valid", "invalid", "no_reply", "failed")
    outcomes_from = "expect.choices.id"
    outcomes_if = {
        "yes": ("expect.answer", ("yes_no",)),
        "no": ("expect.answer", ("yes_no",)),
        "valid": ("expect.answer", ("text", "number", "date", "email", "phone", "regex")),
    }

    message: Template = Field(title="Question", min_length=1)
    expect: ExpectedAnswer = Field(AnyText(), title="Expected answer")
    keep: Place | None = Field(None, title="Store the answer in")
    keep_raw: Place | None = Field(
        None, title="Store the text as received in", json_schema_extra={"advanced": True}
    )

    def enter(self, ctx: Context) -> Move:
        return self.ask(ctx)

    def understand(self, ctx: Context, text: str) -> Move | None:
        answer = self.expect.read(ctx, text)
        if answer is None:
            return None
        self._store(ctx, answer, text)
        return Go(answer.outcome)

    def give_up(self, ctx: Context, text: str) -> Move:
        return Go("invalid")

    def miss(self, ctx: Context) -> Move:
        return Go("no_reply")

    def _store(self, ctx: Context, answer: Answer, text: str) -> None:
        if isinstance(answer.value, str) and self.keep:
            keep_text(ctx, self.keep.scope, self.keep.key, answer.value)
        elif self.keep:
            ctx.set(self.keep.scope, self.keep.key, answer.value)
        if self.keep_raw:
            keep_text(ctx, self.keep_raw.scope, self.keep_raw.key, text)
        if answer.groups is not None:
            keep_groups(ctx, answer.groups)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        yield from super().problems()
        for field, rule, message in self.expect.problems():
            yield f"expect.{field}", rule, message
        for name, place in (("keep", self.keep), ("keep_raw", self.keep_raw)):
            if place is not None:
                yield from place.check(name)

    def writes(self) -> Iterator[tuple[str, str]]:
        for place in (self.keep, self.keep_raw):
            if place is not None:
                yield place.scope, place.key.lower()
        if self.expect.answer == "regex" and self.expect.matches.keep_groups:
            yield from MATCHES
