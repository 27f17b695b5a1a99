"""Patterns such as ``dd/MM/yyyy``, for reading and writing dates."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flows.el.errors import ElError

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
MAX_PATTERN_CHARACTERS = 100

_SHORT = 3
_YEARS_BACK = 80
_CENTURY = 100
_DEFAULT = {"year": 1970, "month": 1, "day": 1}

_PIECE = re.compile(
    r"""(?P<quote>'')
      | '(?P<quoted>(?:[^']|'')++)'
      | (?P<field>([A-Za-z])\4*+)
      | (?P<other>[^A-Za-z'])""",
    re.VERBOSE,
)
_MONTH_NAME = f"({'|'.join(f'{name}|{name[:_SHORT]}' for name in MONTHS)})"

Writer = Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a pattern: what it reads, how wide, and how it is written."""

    part: str
    regexp: str
    width: int
    write: Writer


FIELDS = {
    "d": Field("day", "([0-9]{1,2})", 1, lambda day: str(day.day)),
    "dd": Field("day", "([0-9]{1,2})", 2, lambda day: f"{day.day:02}"),
    "M": Field("month", "([0-9]{1,2})", 1, lambda day: str(day.month)),
    "MM": Field("month", "([0-9]{1,2})", 2, lambda day: f"{day.month:02}"),
    "MMM": Field("name", _MONTH_NAME, 0, lambda day: MONTHS[day.month - 1][:_SHORT]),
    "MMMM": Field("name", _MONTH_NAME, 0, lambda day: MONTHS[day.month - 1]),
    "yy": Field("short", "([0-9]{2})", 2, lambda day: f"{day.year % _CENTURY:02}"),
    "yyyy": Field("year", "([0-9]{4})", 4, lambda day: f"{day.year:04}"),
}


@lru_cache(maxsize=256)
def parse_pattern(pattern: str) -> tuple[Field | str, ...]:
    """Return the fields and the plain text a pattern is made of."""
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        raise ElError("function", "the date pattern is too long")
    pieces: list[Field | str] = []
    at = 0
    while at < len(pattern):
        found = _PIECE.match(pattern, at)
        if not found:
            raise ElError("function", "the quotation mark in the date pattern is never closed")
        pieces.append(_piece(found))
        at = found.end()
    return tuple(pieces)


def _piece(found: re.Match[str]) -> Field | str:
    if found["field"]:
        field = FIELDS.get(found["field"])
        if field is None:
            raise ElError("function", f'"{found["field"]}" is not a field of a date pattern')
        return field
    if found["quote"]:
        return "'"
    return found["other"] or found["quoted"].replace("''", "'")


def write(day: date, pattern: str) -> str:
    """Write a date by a pattern."""
    pieces = parse_pattern(pattern)
    return "".join(piece if isinstance(piece, str) else piece.write(day) for piece in pieces)


def read(text: str, pattern: str, today: date) -> date | None:
    """Read a date by a pattern; none if the text does not fit or there is no such day."""
    pieces = parse_pattern(pattern)
    found = re.fullmatch(_regexp(pieces), text.strip(), re.IGNORECASE | re.ASCII)
    fields = [piece.part for piece in pieces if isinstance(piece, Field)]
    if not found or not fields:
        return None
    parts = {**_DEFAULT}
    for part, value in zip(fields, found.groups(), strict=True):
        parts |= {"month": _month(value)} if part == "name" else {part: int(value)}
    return _recent(parts, today) if "short" in parts else _day(**parts)


def _regexp(pieces: tuple[Field | str, ...]) -> str:
    """Return a regular expression; digits that touch are told apart by their widths."""
    numeric = [not isinstance(piece, str) and piece.width > 0 for piece in (*pieces, "")]
    return "".join(
        re.escape(piece)
        if isinstance(piece, str)
        else f"([0-9]{{{piece.width}}})"
        if piece.width and (numeric[place + 1] or (place and numeric[place - 1]))
        else piece.regexp
        for place, piece in enumerate(pieces)
    )


def _month(name: str) -> int:
    return next(n for n, full in enumerate(MONTHS, 1) if full[:_SHORT] == name[:_SHORT].title())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _recent(parts: dict[str, int], today: date) -> date | None:
    """Choose the century so that the day is in the hundred years around today."""
    first = _shifted(today, -_YEARS_BACK)
    last = _shifted(today, _CENTURY - _YEARS_BACK)
    century = today.year - today.year % _CENTURY
    for start in (century - _CENTURY, century, century + _CENTURY):
        day = _day(start + parts["short"], parts["month"], parts["day"])
        if day and first <= day < last:
            return day
    return None


def _shifted(day: date, years: int) -> date:
    return _day(day.year + years, day.month, day.day) or date(day.year + years, 3, 1)
