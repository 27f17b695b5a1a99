"""HTTP Poke."""

from datetime import timedelta

from pydantic import Field

from flows.engine.context import Context
from flows.engine.events import Event, Performed, TimedOut
from flows.engine.http_request import MARGIN, HttpHandler
from flows.engine.moves import Go, Move, Wait

MAX_RETRIES = 5
FIRST_PAUSE_SECONDS = 5
BACKGROUND_SECONDS = 24 * 3600


class HttpPoke(HttpHandler):
    """Push data to another system; what it answers is not read."""

    kind = "http_poke"
    label = "HTTP Poke"
    group = "Connect"
    icon = "webhook"
    outcomes = ("success", "done", "failed")
    outcomes_if = {"success": ("wait", (True,)), "done": ("wait", (False,))}

    wait: bool = Field(
        True,
        title="Wait for the answer",
        description="Otherwise the session goes on at once and delivery is tried for 24 hours.",
    )
    retries: int = Field(
        2,
        title="Retries",
        ge=0,
        le=MAX_RETRIES,
        description="After 5 s, 10 s and so on, while the session waits.",
        json_schema_extra={"advanced": True},
    )

    def enter(self, ctx: Context) -> Move:
        attempts, patience = self._patience()
        ctx.emit(
            self.call(
                ctx,
                retry="poke",
                attempts=attempts,
                give_up_after_seconds=float(patience),
                answer=self.wait,
            )
        )
        if not self.wait:
            return Go("done")
        until = ctx.now + timedelta(seconds=patience) + MARGIN
        return Wait((Performed, TimedOut), until=until)

    def _patience(self) -> tuple[int, int]:
        """Return how often it is tried (0: as often as fits) and for how many seconds."""
        if not self.may_repeat():
            return 1, self.timeout
        if not self.wait:
            return 0, BACKGROUND_SECONDS
        pauses = sum(FIRST_PAUSE_SECONDS * 2**retry for retry in range(self.retries))
        return 1 + self.retries, self.timeout * (1 + self.retries) + 2 * pauses

    def resume(self, ctx: Context, event: Event) -> Move:
        self.answered(ctx, event)
        return Go("success")
