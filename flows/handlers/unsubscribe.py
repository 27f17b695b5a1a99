"""Unsubscribe."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from flows.el.values import to_text
from flows.engine import effects
from flows.engine.context import Context
from flows.engine.errors import HandlerError
from flows.engine.events import Answered, Event
from flows.engine.handler import (
    Expression,
    Handler,
    Settings,
    SubscriptionCollectionRef,
    SubscriptionRef,
)
from flows.engine.moves import Go, Move, Wait
from flows.engine.reasons import words

OPT_OUT_HELP = "No message reaches the end user until they opt in again."


class FromSubscription(Settings):
    """A single subscription, as for STOP."""

    mode: Literal["subscription"] = "subscription"
    subscription: SubscriptionRef = Field(title="Subscription", min_length=1)
    opt_out: bool = Field(False, title="Opt out as well", description=OPT_OUT_HELP)

    def find(self, ctx: Context) -> tuple[str, str]:
        """Say how much, and which."""
        return "one", self.subscription


class FromExpression(Settings):
    """The subscription an expression names."""

    mode: Literal["expression"] = "expression"
    expression: Expression = Field(
        title="Subscription", min_length=1, description="Gives an ID, or collection/name."
    )
    opt_out: bool = Field(False, title="Opt out as well", description=OPT_OUT_HELP)

    def find(self, ctx: Context) -> tuple[str, str]:
        """Say how much, and which the expression names."""
        target = to_text(ctx.evaluate(self.expression, "subscription")).strip()
        if not target:
            raise HandlerError("missing", "The expression names no subscription", defect=True)
        return "one", target


class FromCollection(Settings):
    """All subscriptions in a collection, as for STOPALL."""

    mode: Literal["collection"] = "collection"
    collection: SubscriptionCollectionRef = Field(title="Subscription collection", min_length=1)
    opt_out: bool = Field(False, title="Opt out as well", description=OPT_OUT_HELP)

    def find(self, ctx: Context) -> tuple[str, str]:
        """Say how much, and where."""
        return "collection", self.collection


class FromAll(Settings):
    """All subscriptions but protected ones."""

    mode: Literal["all"] = "all"
    opt_out: bool = Field(True, title="Opt out as well", description=OPT_OUT_HELP)

    def find(self, ctx: Context) -> tuple[str, str]:
        """Say how much."""
        return "all", ""


class Unsubscribe(Handler):
    """Take the end user off one subscription, all of a collection, or all."""

    kind = "unsubscribe"
    label = "Unsubscribe"
    group = "Manage Subscriptions"
    icon = "list-minus"
    outcomes = ("unsubscribed", "was_not_subscribed", "failed")

    which: Annotated[
        FromSubscription | FromExpression | FromCollection | FromAll, Field(discriminator="mode")
    ] = Field(title="Unsubscribe from")
    cancel_sessions: bool = Field(
        False,
        title="End other sessions",
        description="The end user's sessions in services of the same collection.",
        json_schema_extra={"advanced": True},
    )

    def enter(self, ctx: Context) -> Move:
        mode, target = self.which.find(ctx)
        ctx.emit(
            effects.Unsubscribe(
                mode=mode,
                target=target,
                opt_out=self.which.opt_out,
                cancel_sessions=self.cancel_sessions,
            )
        )
        return Wait((Answered,))

    def resume(self, ctx: Context, event: Event) -> Move:
        assert isinstance(event, Answered)  # noqa: S101 - all this handler waits for
        count, reason = event.answer["count"], event.answer.get("reason", "")
        ctx.put("session", "unsubscribed.count", count)
        if reason:
            raise HandlerError(reason, words(reason), defect=reason == "missing", keep=True)
        return Go("unsubscribed" if count else "was_not_subscribed")

    def summary(self) -> str:
        chosen = self.which
        if isinstance(chosen, FromExpression):
            return chosen.expression
        if isinstance(chosen, FromSubscription):
            return str(chosen.subscription)
        return "all of a collection" if isinstance(chosen, FromCollection) else "all"

    def writes(self) -> Iterator[tuple[str, str]]:
        return iter((("session", "unsubscribed.count"),))
