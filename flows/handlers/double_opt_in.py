"""Make sure by a second message that the end user wants in."""

from collections.abc import Iterator

from pydantic import Field

from flows.el.env import LONDON
from flows.engine.asking import Asking
from flows.engine.context import Context
from flows.engine.effects import CheckConsent, RecordConsent
from flows.engine.events import Answered, Event
from flows.engine.expected import Words
from flows.engine.handler import SubscriptionRef, Template
from flows.engine.moves import Go, Move, Wait
from flows.text.choices import fold
from flows.text.conditions import WordTest, find_groups, word_pattern

ACCEPTED = ("YES", "Y", "OK", "CONFIRM")
DECLINED = ("NO", "N", "STOP")


class DoubleOptIn(Asking):
    """Ask the end user to confirm before subscribing them, and keep the proof.

    Afterwards session.optIn.status says confirmed, declined or timed_out, and session.optIn.time
    when. A reply that is neither is asked for again; the last such counts as declined.
    """

    kind = "double_opt_in"
    label = "Double Opt-In"
    group = "Receive"
    icon = "badge-check"
    outcomes = ("confirmed", "declined", "timed_out", "failed")

    message: Template = Field(
        "Reply YES to confirm that you want to receive our messages.", title="Message", min_length=1
    )
    accepted: Words = Field(ACCEPTED, title="Words that accept", min_length=1)
    declined: Words = Field(DECLINED, title="Words that decline")
    consent_label: str = Field(
        "",
        title="Version of the consent text",
        max_length=100,
        description="Kept with the proof, such as 2026-03.",
        json_schema_extra={"advanced": True},
    )
    skip_if_confirmed: SubscriptionRef | None = Field(
        None, title="Skip when already confirmed for", json_schema_extra={"advanced": True}
    )

    def enter(self, ctx: Context) -> Move:
        if self.skip_if_confirmed is None:
            return self.ask(ctx)
        ctx.emit(CheckConsent(self.skip_if_confirmed))
        return Wait((Answered,))

    def resume(self, ctx: Context, event: Event) -> Move:
        if not isinstance(event, Answered):
            return super().resume(ctx, event)
        if not event.answer:
            return self.ask(ctx)
        ctx.fields["skipped"] = "confirmed before"
        ctx.clear("session", "optIn.time")
        return self._leave(ctx, "confirmed")

    def understand(self, ctx: Context, text: str) -> Move | None:
        if self._accepts(text):
            self._record(ctx, text, confirmed=True)
            return self._leave(ctx, "confirmed")
        if _holds("first_word", self.declined, text):
            return self.give_up(ctx, text)
        return None

    def give_up(self, ctx: Context, text: str) -> Move:
        self._record(ctx, text, confirmed=False)
        return self._leave(ctx, "declined")

    def miss(self, ctx: Context) -> Move:
        return self._leave(ctx, "timed_out")

    def _accepts(self, text: str) -> bool:
        """Consent must be plain: a word that declines spoils one that accepts."""
        if _holds("any_of", self.accepted, text):
            return True
        begins = _holds("first_word", self.accepted, text)
        return begins and not _holds("contains_word", self.declined, text)

    def _record(self, ctx: Context, text: str, *, confirmed: bool) -> None:
        ctx.emit(
            RecordConsent(
                question=ctx.memory["question"],
                answer=text,
                label=self.consent_label,
                subscription=self.skip_if_confirmed or "",
                confirmed=confirmed,
            )
        )
        moment = ctx.now.astimezone(LONDON).strftime("%Y-%m-%d %H:%M:%S")
        ctx.put("session", "optIn.time", moment)

    def _leave(self, ctx: Context, outcome: str) -> Move:
        ctx.put("session", "optIn.status", outcome)
        return Go(outcome)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        yield from super().problems()
        for word in {fold(word) for word in self.accepted} & {fold(word) for word in self.declined}:
            yield "declined", "unique", f"{word} cannot both accept and decline"

    def writes(self) -> Iterator[tuple[str, str]]:
        yield "session", "optin.status"
        yield "session", "optin.time"


def _holds(test: WordTest, words: tuple[str, ...], text: str) -> bool:
    return find_groups(word_pattern(test, words), text) is not None
