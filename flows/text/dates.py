"""Reading the dates people text."""

import re
from datetime import date, timedelta

YEARS_BACK = 80
"""A year of two digits lies at most so far back, and under twenty years ahead."""

_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})(?:[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})|/(\d{1,2}))")
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAME = r"(?P<name>[a-z]{3,9})\.?"
_DAY_FIRST = re.compile(rf"{_DAY}[ -]?(?:of )?{_NAME}(?:,?[ -]?{_YEAR})?")
_MONTH_FIRST = re.compile(rf"{_NAME} ?{_DAY}(?:,? {_YEAR})?")
_WEEKDAY = re.compile(
    r"^(?:on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun),? "
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_RELATIVE = {"today": 0, "tomorrow": 1, "yesterday": -1}


def read_date(text: str, today: date, *, month_first: bool = False) -> date | None:
    """Read a date such as 2026-03-02, 2/3/26 or 2 March; without a year it is this year's.

    ``month_first`` says which way round numbers without a name are meant.
    """
    written = _WEEKDAY.sub("", " ".join(text.lower().split()).strip(" \"'.,!?;:()"))
    if written in _RELATIVE:
        return today + timedelta(days=_RELATIVE[written])
    if match := _ISO.fullmatch(written):
        return _date(match["year"], int(match["month"]), match["day"], today)
    if match := _NUMBERS.fullmatch(written):
        day, month = match[1], match[2] or match[4]
        day, month = (month, day) if month_first else (day, month)
        return _date(match[3], int(month), day, today)
    match = _DAY_FIRST.fullmatch(written) or _MONTH_FIRST.fullmatch(written)
    return _date(match["year"], _month(match["name"]), match["day"], today) if match else None


def _month(name: str) -> int:
    """Return the number of a month, 0 if it is none."""
    name = "sep" if name == "sept" else name
    short = len(name) == len("jan")
    found = (n for n, month in enumerate(_MONTHS, 1) if name == (month[:3] if short else month))
    return next(found, 0)


def _date(year: str | None, month: int, day: str, today: date) -> date | None:
    try:
        return date(_year(year, today), month, int(day))
    except ValueError:
        return None


def _year(written: str | None, today: date) -> int:
    if not written:
        return today.year
    if len(written) > len("26"):
        return int(written)
    oldest = today.year - YEARS_BACK
    return oldest + (int(written) - oldest) % 100
