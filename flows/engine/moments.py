"""Dates, weekdays and hours as authors give them, in a time zone of theirs."""

import re
from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from flows.el.values import Value, to_text

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


def _without_zone(hour: time) -> time:
    if hour.tzinfo is not None:
        raise ValueError("Give the hour without a time zone")
    return hour


Hour = Annotated[time, AfterValidator(_without_zone)]

_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)


def parse_moment(value: Value, zone: ZoneInfo) -> datetime:
    """Read a date, or date and time, in a zone unless it names its own; raises ValueError."""
    text = to_text(value).strip()
    if not _MOMENT.fullmatch(text):
        raise ValueError(f"“{text}” is not a date and time such as 2026-08-31 09:00")
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def is_within(clock: time, begin: time, end: time) -> bool:
    """Whether an hour lies between two others; the span may cross midnight."""
    if begin <= end:
        return begin <= clock < end
    return clock >= begin or clock < end


def next_within(moment: datetime, begin: time, end: time, zone: ZoneInfo) -> datetime:
    """Return the first moment, from this one on, that lies between two hours of the day."""
    local = moment.astimezone(zone)
    if is_within(local.time(), begin, end):
        return moment
    days = int(local.time() >= begin)
    return _at(local, days, begin, zone)


def next_weekday(
    moment: datetime, days: Collection[Weekday], clock: time, zone: ZoneInfo
) -> datetime:
    """Return the first moment after this one at that hour of one of the days."""
    local = moment.astimezone(zone)
    for ahead in range(8):
        there = _at(local, ahead, clock, zone)
        if WEEKDAYS[there.astimezone(zone).weekday()] in days and there > moment:
            return there
    raise ValueError("no weekday is given")


def _at(local: datetime, days: int, clock: time, zone: ZoneInfo) -> datetime:
    """Return an hour some days ahead; one that the clocks skip is the hour after it."""
    day = local.date() + timedelta(days=days)
    return datetime.combine(day, clock, zone).astimezone(UTC)
