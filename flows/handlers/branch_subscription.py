"""Branch by membership of lists."""

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from pydantic import Field

from flows.el.values import to_text
from flows.engine.context import Context
from flows.engine.effects import CheckSubscription
from flows.engine.errors import HandlerError
from flows.engine.events import Answered, Event
from flows.engine.handler import Expression, Handler, SubscriptionRef
from flows.engine.moves import Go, Move, Wait

MAX_SUBSCRIPTIONS = 20


class BranchSubscription(Handler):
    """Go a way that depends on whether the end user is subscribed, or was."""

    kind = "branch_subscription"
    label = "Branch on Subscription"
    group = "Branch"
    icon = "users"
    outcomes = ("subscribed", "was_subscribed", "not_subscribed", "failed")
    outcomes_if = {"was_subscribed": ("show_was", (True,))}

    subscriptions: tuple[SubscriptionRef, ...] = Field(
        (), title="Subscriptions", max_length=MAX_SUBSCRIPTIONS
    )
    expression: Expression = Field(
        "",
        title="Or by expression",
        description="Gives the id of a subscription, or collection/name.",
    )
    match: Literal["any", "all"] = Field("any", title="Subscribed to")
    show_was: bool = Field(False, title="A way out for those who have left")

    def enter(self, ctx: Context) -> Move:
        targets = (*self.subscriptions, *self._computed(ctx))
        if not targets:
            raise HandlerError("missing", "There is no subscription to look at", defect=True)
        ctx.emit(CheckSubscription(tuple(dict.fromkeys(targets))))
        return Wait((Answered,))

    def resume(self, ctx: Context, event: Event) -> Move:
        assert isinstance(event, Answered)  # noqa: S101 - nothing else is waited for
        ctx.fields["subscriptions"] = ", ".join(f"{k}: {v}" for k, v in event.answer.items())
        return Go(self._judge(event.answer))

    def _computed(self, ctx: Context) -> tuple[str, ...]:
        if not self.expression:
            return ()
        target = to_text(ctx.evaluate(self.expression, "expression")).strip()
        return (target,) if target else ()

    def _judge(self, answer: Mapping[str, str]) -> str:
        """Choose the way out; a missing list matters only if it could change it."""
        statuses = set(answer.values())
        if self.match == "any" and "subscribed" in statuses:
            return "subscribed"
        if self.match == "all" and "not" in statuses:
            return "not_subscribed"
        if "missing" in statuses:
            gone = next(target for target, status in answer.items() if status == "missing")
            raise HandlerError("missing", f"There is no subscription {gone}", defect=True)
        return self._judge_known(statuses)

    def _judge_known(self, statuses: Collection[str]) -> str:
        if "was" in statuses:
            return "was_subscribed" if self.show_was else "not_subscribed"
        return "subscribed" if "subscribed" in statuses else "not_subscribed"

    def summary(self) -> str:
        if self.expression:
            return self.expression
        number = len(self.subscriptions)
        return f"{self.match} of {number} subscriptions" if number > 1 else ""

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if not self.subscriptions and not self.expression:
            yield "subscriptions", "required", "Pick a subscription, or give an expression"
