"""Settings about hours and days, judged by the clock of one time zone."""

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

if TYPE_CHECKING:
    from flows.engine.context import Context

MAX_ZONE_CHARACTERS = 64


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name}; write it as Europe/Paris") from error
    return name


def _check_clock(clock: time) -> time:
    if clock.tzinfo is not None:
        raise ValueError("the hour is that of the time zone field, so it may not name one")
    return clock


def _check_day(day: str) -> str:
    date.fromisoformat(day)
    return day


ZoneName = Annotated[
    str,
    AfterValidator(_check_zone),
    Field(
        max_length=MAX_ZONE_CHARACTERS,
        title="Time zone",
        description="Such as Europe/Paris; empty for the end user's or the service's.",
        json_schema_extra={"advanced": True},
    ),
]
"""The name of a time zone; empty for the session's."""

Clock = Annotated[time, AfterValidator(_check_clock)]
"""An hour of the day."""

Day = Annotated[str, AfterValidator(_check_day), Field(pattern=r"^\d{4}-\d\d-\d\d$")]
"""A date such as 2026-12-25."""


def find_zone(ctx: "Context", name: str) -> ZoneInfo:
    """Return the zone a handler names, else the session's."""
    return ZoneInfo(name) if name else ctx.session.zone


def to_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    """Place a moment without a zone in one; an hour the clocks show twice is the first."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
