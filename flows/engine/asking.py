"""Asking the end user something and waiting for a reply that can be understood."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import Field

from flows.engine.durations import parse_duration
from flows.engine.events import Event, MessageReceived, TimedOut
from flows.engine.handler import Template
from flows.engine.moves import Move, Wait
from flows.engine.sending import compose
from flows.engine.texting import Texting
from flows.engine.timeouts import Timeout, check_limit, find_limit

if TYPE_CHECKING:
    from flows.engine.context import Context


class Asking(Texting, ABC):
    """A handler that sends a question.

    It asks again when a reply is not understood, and reminds once when there is none.
    """

    attempts: int = Field(2, title="Attempts", ge=1, le=5)
    retry: Template = Field(
        "", title="Text when not understood", description="Empty for the question again."
    )
    timeout: Timeout = Field(
        "PT24H",
        title="Wait at most",
        description="1 minute to 30 days, or minutes as ${…}; empty for as long as the session "
        "lives.",
    )
    reminder_after: timedelta | None = Field(
        None, title="Remind after", ge=timedelta(minutes=1), le=timedelta(days=30)
    )
    reminder: Template = Field(
        "", title="Text of the reminder", description="Empty for the question again."
    )

    @abstractmethod
    def understand(self, ctx: "Context", text: str) -> Move | None:
        """Act on a reply; nothing if it is not understood."""

    @abstractmethod
    def give_up(self, ctx: "Context", text: str) -> Move:
        """Act on the last reply that was not understood."""

    @abstractmethod
    def miss(self, ctx: "Context") -> Move:
        """Act on there being no reply."""

    def ask(self, ctx: "Context") -> Move:
        """Send the question and wait."""
        question = self._send(ctx, self.message)
        return self._wait(ctx, {"attempt": 1, "question": question, "reminded": False})

    def resume(self, ctx: "Context", event: Event) -> Move:
        if isinstance(event, MessageReceived):
            return self._read(ctx, event.text)
        if ctx.memory["remind"]:
            return self._remind(ctx)
        return self.miss(ctx)

    def _read(self, ctx: "Context", text: str) -> Move:
        attempt = ctx.memory["attempt"]
        ctx.fields["reply"] = text
        ctx.fields["attempt"] = attempt
        move = self.understand(ctx, text)
        if move is not None:
            return move
        if attempt >= self.attempts:
            return self.give_up(ctx, text)
        self._send(ctx, self.retry or self.message)
        return self._wait(ctx, {**ctx.memory, "attempt": attempt + 1})

    def _remind(self, ctx: "Context") -> Move:
        self._send(ctx, self.reminder or self.message)
        until = ctx.memory["until"]
        memory = {**ctx.memory, "reminded": True, "remind": False}
        limit = datetime.fromisoformat(until) if until else None
        return Wait((MessageReceived, TimedOut), until=limit, memory=memory)

    def _send(self, ctx: "Context", text: str) -> str:
        message = compose(ctx, text, manner=self.manner(ctx))
        ctx.emit(message)
        return message.text

    def _wait(self, ctx: "Context", memory: Mapping[str, Any]) -> Wait:
        """Wait for a reply, first until the reminder is due unless it has been sent."""
        limit = find_limit(ctx, self.timeout)
        due = limit
        if self.reminder_after is not None and not memory["reminded"]:
            due = min(filter(None, (limit, ctx.now + self.reminder_after)))
        return Wait(
            (MessageReceived, TimedOut),
            until=due,
            memory={
                **memory,
                "until": limit.isoformat() if limit else "",
                "remind": due is not limit,
            },
        )

    def problems(self) -> Iterator[tuple[str, str, str]]:
        yield from super().problems()
        yield from check_limit(self.timeout, "timeout")
        if self.reminder_after is None or self.timeout is None or "${" in self.timeout:
            return
        if self.reminder_after >= parse_duration(self.timeout):
            yield "reminder_after", "range", "The reminder comes when the time is over"

    def doubts(self) -> Iterator[tuple[str, str, str]]:
        for field in ("message", "retry", "reminder"):
            yield from self.doubts_about(field)

    def waits(self) -> bool:
        return True
