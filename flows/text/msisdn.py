"""Phone numbers and originators: what is one, how it is written, how it is hidden."""

import re
from enum import StrEnum

MIN_DIGITS = 6
MAX_DIGITS = 16
MAX_ALPHANUMERIC_CHARACTERS = 11
MASK = "•"

_MSISDN = re.compile(rf"[1-9][0-9]{{{MIN_DIGITS - 1},{MAX_DIGITS - 1}}}")
_SHORT_CODE = re.compile(r"[0-9]{3,8}")
_ALPHANUMERIC = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 _.&-]{1,11}")
_NOTATION = re.compile(r"[\s.()\[\]/\u2010-\u2015\u00ad\u200b-\u200f\u202a-\u202e\ufeff-]")
_TRUNK_ZERO = re.compile(r"^(\+|00)([^(]*)\(0\)")
_DIGITS = re.compile(r"[0-9]+")
_KEEPS_ITS_ZERO = frozenset({"39", "378"})
_NORTH_AMERICA = "1"
_NORTH_AMERICAN_DIGITS = 10


class BadNumber(ValueError):
    """A text that is no phone number; its message says why."""


class OriginatorKind(StrEnum):
    """What sort of sender an originator is."""

    LONG_NUMBER = "long number"
    SHORT_CODE = "short code"
    ALPHANUMERIC = "alphanumeric"

    @property
    def ton(self) -> int:
        """Return the type of number that gateways ask for."""
        return _TON[self]


_TON = {
    OriginatorKind.LONG_NUMBER: 1,
    OriginatorKind.SHORT_CODE: 3,
    OriginatorKind.ALPHANUMERIC: 5,
}


def is_msisdn(text: str) -> bool:
    """Say whether a text is a phone number as we keep it: 6 to 16 digits, no leading zero."""
    return _MSISDN.fullmatch(text) is not None


def check_msisdn(text: str) -> str | None:
    """Say what is wrong with a phone number, or nothing."""
    if is_msisdn(text):
        return None
    if not text:
        return "the number is empty"
    if not _DIGITS.fullmatch(text):
        return "the number may contain digits only"
    if text.startswith("0"):
        return "the number begins with 0; write it with its country code"
    return f"the number must have {MIN_DIGITS} to {MAX_DIGITS} digits, not {len(text)}"


def normalise(text: str, default_country: str | None = None) -> str:
    """Read a number as people write it; ``default_country`` is a calling code such as 44.

    Without it a national number is refused, since nobody can tell which country it belongs to.
    """
    written = _TRUNK_ZERO.sub(r"\1\2", text.strip())
    number = _international(_NOTATION.sub("", written), default_country)
    problem = check_msisdn(number)
    if problem:
        raise BadNumber(problem)
    return number


def find_originator_kind(text: str) -> OriginatorKind | None:
    """Tell what sort of originator a text is; a number of 3 to 8 digits is a short code."""
    if _SHORT_CODE.fullmatch(text):
        return OriginatorKind.SHORT_CODE
    if is_msisdn(text):
        return OriginatorKind.LONG_NUMBER
    return OriginatorKind.ALPHANUMERIC if _ALPHANUMERIC.fullmatch(text) else None


def check_originator(text: str) -> str | None:
    """Say what is wrong with an originator, or nothing."""
    if find_originator_kind(text):
        return None
    if not text:
        return "the originator is empty"
    if _DIGITS.fullmatch(text):
        return "a numeric originator has 3 to 8 digits, or is a number with its country code"
    if len(text) > MAX_ALPHANUMERIC_CHARACTERS:
        return f"a name as originator has at most {MAX_ALPHANUMERIC_CHARACTERS} characters"
    return "a name as originator has letters A to Z, digits, spaces and - _ . & with one letter"


def mask(number: str) -> str:
    """Hide the middle of a number: four characters stay at each end, fewer when it is short."""
    kept = min(4, len(number) // 3)
    return number[:kept] + MASK * (len(number) - 2 * kept) + number[len(number) - kept :]


def _international(digits: str, country: str | None) -> str:
    if digits.startswith("+"):
        return digits[1:]
    if digits.startswith("00"):
        return digits[2:]
    if country is None:
        return digits
    return _from_country(digits, country)


def _from_country(digits: str, country: str) -> str:
    if country == _NORTH_AMERICA:
        if digits.startswith("011"):
            return digits[3:]
        return country + digits if len(digits) == _NORTH_AMERICAN_DIGITS else digits
    if not digits.startswith("0"):
        return digits
    return country + (digits if country in _KEEPS_ITS_ZERO else digits[1:])
