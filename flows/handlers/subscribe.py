"""Subscribe."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
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
    Template,
)
from flows.engine.moves import Go, Move, Wait
from flows.engine.reasons import words
from flows.text import msisdn

MAX_FALLBACKS = 10
MAX_PREFIX_CHARACTERS = 200
MAX_SOURCE_CHARACTERS = 32

Frequency = Literal["hourly", "daily", "weekly", "monthly", "yearly"]
PERIODS: dict[Frequency, str] = {
    "hourly": "%Y-%m-%d %H:00",
    "daily": "%Y-%m-%d",
    "weekly": "%G-W%V",
    "monthly": "%Y-%m",
    "yearly": "%Y",
}
OUTCOMES = {"subscribed": "subscribed", "already": "already_subscribed"}
DEFECTS = ("missing",)


class BySubscription(Settings):
    """One subscription."""

    mode: Literal["subscription"] = "subscription"
    subscription: SubscriptionRef = Field(title="Subscription", min_length=1)

    def ask(self, ctx: Context, number: str) -> effects.Subscribe:
        """Ask for this one."""
        return effects.Subscribe(self.subscription, number)


class ByExpression(Settings):
    """The subscription an expression names, else the first fallback that can be joined."""

    mode: Literal["expression"] = "expression"
    expression: Expression = Field(
        title="Subscription", min_length=1, description="Gives an ID, or collection/name."
    )
    fallbacks: tuple[SubscriptionRef, ...] = Field(
        title="Fallbacks", min_length=1, max_length=MAX_FALLBACKS
    )

    def ask(self, ctx: Context, number: str) -> effects.Subscribe:
        """Ask for the one the expression names, or a fallback."""
        target = to_text(ctx.evaluate(self.expression, "subscription")).strip()
        return effects.Subscribe(target, number, fallbacks=self.fallbacks)


class ByPeriod(Settings):
    """A list for each hour, day, week, month or year, made when it is first needed."""

    mode: Literal["period"] = "period"
    collection: SubscriptionCollectionRef = Field(title="Subscription collection", min_length=1)
    prefix: str = Field(title="Subscription prefix", min_length=1, max_length=MAX_PREFIX_CHARACTERS)
    frequency: Frequency = Field("daily", title="Creation frequency")

    def ask(self, ctx: Context, number: str) -> effects.Subscribe:
        """Ask for the list of the present period."""
        name = self.name_at(ctx.now.astimezone(ctx.session.zone))
        ctx.fields["subscription"] = name
        return effects.Subscribe(self.collection, number, list_prefix=self.prefix, list_name=name)

    def name_at(self, local: datetime) -> str:
        """Name the list of the period a moment lies in."""
        return self.prefix + local.strftime(PERIODS[self.frequency])


class Subscribe(Handler):
    """Put the end user on a subscription. A confirming SMS afterwards is good manners."""

    kind = "subscribe"
    label = "Subscribe"
    group = "Manage Subscriptions"
    icon = "list-plus"
    outcomes = ("subscribed", "already_subscribed", "failed")

    to: Annotated[BySubscription | ByExpression | ByPeriod, Field(discriminator="mode")] = Field(
        title="Subscribe to"
    )
    who: Template = Field(
        "",
        title="Who",
        description="A phone number; empty for the end user.",
        json_schema_extra={"advanced": True},
    )
    source: str = Field(
        "",
        title="Source label",
        max_length=MAX_SOURCE_CHARACTERS,
        json_schema_extra={"advanced": True},
    )
    resubscribe: Literal["own_message", "always", "never"] = Field(
        "own_message",
        title="Those who left before",
        description="Are put back: only if they started the service by a message, always, never.",
        json_schema_extra={"advanced": True},
    )

    def enter(self, ctx: Context) -> Move:
        number = ctx.render(self.who, "who").strip() if self.who else ctx.session.msisdn
        if not msisdn.is_msisdn(number):
            raise HandlerError("number", f"“{number}” is not an international number")
        asked = self.to.ask(ctx, number)
        ctx.emit(replace(asked, source=self.source, resubscribe=self._again(ctx)))
        return Wait((Answered,))

    def _again(self, ctx: Context) -> bool:
        if self.resubscribe == "own_message":
            return ctx.session.user_started
        return self.resubscribe == "always"

    def resume(self, ctx: Context, event: Event) -> Move:
        assert isinstance(event, Answered)  # noqa: S101 - all this handler waits for
        status, reason = event.answer["status"], event.answer.get("reason", "")
        if status not in OUTCOMES:
            raise HandlerError(
                reason or "missing", words(reason or "missing"), defect=reason in DEFECTS
            )
        for key in ("id", "name"):
            ctx.put("session", f"subscription.{key}", event.answer.get(key, ""))
        return Go(OUTCOMES[status])

    def summary(self) -> str:
        if isinstance(self.to, ByPeriod):
            return f"{self.to.prefix}… {self.to.frequency}"
        return self.to.expression if isinstance(self.to, ByExpression) else self.to.subscription

    def writes(self) -> Iterator[tuple[str, str]]:
        return iter((("session", "subscription.id"), ("session", "subscription.name")))
