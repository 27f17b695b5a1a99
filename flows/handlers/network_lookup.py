"""Network Lookup."""

from collections.abc import Iterator
from datetime import timedelta

from pydantic import Field

from flows.el.values import to_text
from flows.engine.context import Context
from flows.engine.effects import LookUpNetwork, SetNetwork
from flows.engine.errors import HandlerError
from flows.engine.events import Event, Performed, TimedOut
from flows.engine.handler import Handler
from flows.engine.moves import Go, Move, Wait
from flows.text import msisdn

UNKNOWN = "UNKNOWN"
NETWORK = "identifiers.msisdn.network"
PATIENCE = timedelta(minutes=2)
DETAILS = ("mcc", "mnc", "country", "type")


class NetworkLookup(Handler):
    """Find the mobile operator of the end user's number. Each lookup may be charged."""

    kind = "network_lookup"
    label = "Network Lookup"
    group = "End user"
    icon = "network"
    outcomes = ("successful_lookup", "unknown_operator", "failed")
    outcome_labels = {"failed": "Lookup failed"}

    every: bool = Field(
        False,
        title="Look up every number",
        description="Otherwise only those whose operator is not known yet.",
    )

    def enter(self, ctx: Context) -> Move:
        known = to_text(ctx.get("user", NETWORK)) or ctx.session.network
        if known not in ("", UNKNOWN) and not self.every:
            ctx.fields["network"] = known
            return Go("successful_lookup")
        number = ctx.session.msisdn
        if not msisdn.is_msisdn(number):
            raise HandlerError("number", f"“{number}” is not an international number")
        ctx.emit(LookUpNetwork(number))
        return Wait((Performed, TimedOut), until=ctx.now + PATIENCE)

    def resume(self, ctx: Context, event: Event) -> Move:
        if not isinstance(event, Performed):
            raise HandlerError("lookup", "The network lookup gave no answer")
        if not event.ok:
            raise HandlerError(event.reason or "lookup", event.message or "The lookup failed")
        for name in DETAILS:
            ctx.put("session", f"lookup.{name}", event.data.get(name) or None)
        if event.data.get("circle"):
            ctx.put("session", "circle", event.data["circle"])
        return self._remember(ctx, event.data.get("network") or UNKNOWN)

    def _remember(self, ctx: Context, network: str) -> Move:
        """Keep the operator; an unknown one never replaces one that is known."""
        ctx.fields["network"] = network
        if network == UNKNOWN:
            return Go("unknown_operator")
        ctx.put("user", NETWORK, network)
        ctx.emit(SetNetwork(network))
        return Go("successful_lookup")

    def summary(self) -> str:
        return "every number" if self.every else "when the operator is unknown"

    def writes(self) -> Iterator[tuple[str, str]]:
        return (("session", f"lookup.{name}") for name in DETAILS)
