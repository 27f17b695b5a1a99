"""How long a handler waits for somebody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flows.engine.durations import parse_duration
from flows.engine.errors import HandlerError
from flows.engine.handler import DurationOrExpression

if TYPE_CHECKING:
    from flows.engine.context import Context

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=30)

Timeout = DurationOrExpression | None
"""A time limit; nothing means as long as the session lives."""


def find_limit(ctx: "Context", timeout: str | None, name: str = "timeout") -> datetime | None:
    """Say when a wait that begins now is over; a computed one lasts a minute at least."""
    if timeout is None:
        return None
    length = max(ctx.duration(timeout, name), SHORTEST)
    if length > LONGEST:
        raise HandlerError("expression", "The time limit is longer than 30 days", defect=True)
    return ctx.now + length


def check_limit(timeout: str | None, field: str) -> Iterator[tuple[str, str, str]]:
    """Yield the problem of a limit that is written out and out of range."""
    if timeout is None or "${" in timeout:
        return
    if not SHORTEST <= parse_duration(timeout) <= LONGEST:
        yield field, "range", "Wait for 1 minute to 30 days"
