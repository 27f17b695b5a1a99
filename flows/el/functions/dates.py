"""Functions on dates; a date that cannot be read gives null."""

import re
from datetime import datetime, timedelta

from flows.el.env import LONDON, Env
from flows.el.functions import date_patterns
from flows.el.functions.registry import function

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?: ([0-9]{2}):([0-9]{2}):([0-9]{2}))?")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def parse_date(text: str) -> datetime | None:
    """Read a date or a timestamp as the platform writes them."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    try:
        return datetime(*map(int, found.groups("0")))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


@function("getDay")
def get_day(date: str) -> int | None:
    """Return the day of the month.

    >>> ${af:getDay("2016-03-01")}
    1
    """
    moment = parse_date(date)
    return None if moment is None else moment.day


@function("getMonth")
def get_month(date: str) -> int | None:
    """Return the month, 1 to 12.

    >>> ${af:getMonth("2016-03-01")}
    3
    """
    moment = parse_date(date)
    return None if moment is None else moment.month


@function("getYear")
def get_year(date: str) -> int | None:
    """Return the year.

    >>> ${af:getYear("2016-03-01")}
    2016
    """
    moment = parse_date(date)
    return None if moment is None else moment.year


@function("getHour")
def get_hour(date: str) -> int | None:
    """Return the hour, 0 to 23.

    >>> ${af:getHour("2016-03-01 18:02:57")}
    18
    """
    moment = parse_date(date)
    return None if moment is None else moment.hour


@function("getMinute")
def get_minute(date: str) -> int | None:
    """Return the minute, 0 to 59.

    >>> ${af:getMinute("2016-03-01 18:02:57")}
    2
    """
    moment = parse_date(date)
    return None if moment is None else moment.minute


@function("getSecond")
def get_second(date: str) -> int | None:
    """Return the second, 0 to 59.

    >>> ${af:getSecond("2016-03-01 18:02:57")}
    57
    """
    moment = parse_date(date)
    return None if moment is None else moment.second


@function("getNameOfDay")
def get_name_of_day(date: str) -> str | None:
    """Return the English name of the weekday.

    >>> ${af:getNameOfDay("2016-03-16")}
    Wednesday
    """
    moment = parse_date(date)
    return None if moment is None else _WEEKDAYS[moment.weekday()]


@function("compareDate")
def compare_date(first: str, second: str) -> int | None:
    """Return -1, 0 or 1 as the first date is earlier, the same or later.

    >>> ${af:compareDate("2009-12-31", "2010-01-01")}
    -1
    """
    one, other = parse_date(first), parse_date(second)
    if one is None or other is None:
        return None
    return (one > other) - (one < other)


@function("addDays")
def add_days(date: str, days: int) -> str | None:
    """Return the date so many days later, written as it was.

    >>> ${af:addDays("2016-02-28", 2)}
    2016-03-01
    """
    moment = parse_date(date)
    if moment is None:
        return None
    try:
        return str(moment + timedelta(days=days))[: len(date)]
    except OverflowError:
        return None


@function("daysBetween")
def days_between(first: str, second: str) -> int | None:
    """Return how many days the second date is after the first.

    >>> ${af:daysBetween("2016-02-28", "2016-03-01")}
    2
    """
    one, other = parse_date(first), parse_date(second)
    if one is None or other is None:
        return None
    return (other.date() - one.date()).days


@function("parseDateString")
def parse_date_string(env: Env, text: str, pattern: str) -> str | None:
    """Read a date written by a pattern and return it as yyyy-MM-dd.

    >>> ${af:parseDateString("20-12-87", "dd-MM-yy")}
    1987-12-20
    """
    day = date_patterns.read(text, pattern, env.now.astimezone(LONDON).date())
    return None if day is None else day.isoformat()


@function("formatDateString")
def format_date_string(date: str, pattern: str) -> str | None:
    """Return a date written by a pattern of d, M and y.

    >>> ${af:formatDateString("2010-06-30", "dd/MM/yyyy")}
    30/06/2010
    >>> ${af:formatDateString("2010-06-30", "d MMMM 'in the year' yyyy")}
    30 June in the year 2010
    """
    date_patterns.parse_pattern(pattern)
    moment = parse_date(date)
    return None if moment is None else date_patterns.write(moment.date(), pattern)
