"""Null, booleans, integers, floats and text: what they are called and how they convert."""

import math
import re
from decimal import Decimal

from flows.el.errors import ElError

Value = bool | int | float | str | None

LOWEST = -(2**63)
HIGHEST = 2**63 - 1
MAX_DIGITS = 19

_INTEGER = re.compile(r"[+-]?[0-9]+")
_FLOAT = re.compile(r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?")
_FLOAT_MARK = re.compile(r"[.eE]")
_PLAIN_FROM, _PLAIN_BELOW = 1e-3, 1e7

_NAMES: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "float",
    str: "string",
}


def type_name(value: Value) -> str:
    """Return what the language calls the type of a value."""
    return _NAMES.get(type(value), "unknown")


def to_text(value: Value) -> str:
    """Return a value as text; null is no text at all."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if value is True or value is False:
        return "true" if value else "false"
    if type(value) is float:
        return float_text(value)
    return _integer_text(value)


def _integer_text(value: Value) -> str:
    try:
        return int.__repr__(value)
    except ValueError:
        raise ElError("arithmetic", "the number is too large") from None
    except TypeError:
        raise ElError("type", "the value has no text") from None


def float_text(value: float) -> str:
    """Return a float as Java prints it: ``2.0``, ``1.0E7``, ``NaN``."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or _PLAIN_FROM <= abs(value) < _PLAIN_BELOW:
        return repr(value)
    return _scientific(value)


def _scientific(value: float) -> str:
    """Return the shortest digits that read back equal, one of them before the point.

    Java looks for the nearest of at least two digits, which tells for the very smallest numbers.
    """
    two_digits = f"{value:.1e}"
    shortest = two_digits if float(two_digits) == value else repr(value)
    sign, digits, exponent = Decimal(shortest).normalize().as_tuple()
    first, *others = map(str, digits)
    fraction = "".join(others) or "0"
    return f"{'-' * sign}{first}.{fraction}E{int(exponent) + len(others)}"


def to_boolean(value: Value) -> bool:
    """Return a value as true or false; a number is neither."""
    if value is True or value is False:
        return value
    if value is None:
        return False
    if type(value) is str:
        return value.lower() == "true"
    raise ElError("type", f"a number ({to_text(value)}) is not a Boolean")


def to_integer(value: Value) -> int:
    """Return a value as an integer of 64 bits; a fraction is cut off."""
    if type(value) is int:
        return in_range(value)
    if value is None or value == "":
        return 0
    if type(value) is str:
        return _parsed_integer(value)
    if type(value) is float:
        return _truncated(value)
    raise ElError("type", "a Boolean is not a number")


def _parsed_integer(text: str) -> int:
    digits = text.lstrip("+-").lstrip("0")
    if not _INTEGER.fullmatch(text) or len(digits) > MAX_DIGITS:
        raise _not_a_number(text)
    number = int(digits or "0") * (-1 if text[0] == "-" else 1)
    if not LOWEST <= number <= HIGHEST:
        raise _not_a_number(text)
    return number


def _truncated(value: float) -> int:
    if math.isfinite(value):
        return in_range(int(value))
    raise ElError("arithmetic", f"{float_text(value)} is not an integer")


def to_float(value: Value) -> float:
    """Return a value as a float."""
    if type(value) is float:
        return value
    if type(value) is int:
        return float(in_range(value))
    if value is None or value == "":
        return 0.0
    if type(value) is str:
        if _FLOAT.fullmatch(value):
            return float(value)
        raise _not_a_number(value)
    raise ElError("type", "a Boolean is not a number")


def to_number(value: Value) -> int | float:
    """Return a value as a float if it is or reads like one, else as an integer."""
    return to_float(value) if is_float(value) else to_integer(value)


def is_float(value: Value) -> bool:
    """Tell whether a value makes arithmetic one of floats."""
    if type(value) is str:
        return _FLOAT_MARK.search(value) is not None
    return type(value) is float


def in_range(number: int) -> int:
    """Return an integer that fits 64 bits."""
    if LOWEST <= number <= HIGHEST:
        return number
    raise ElError("arithmetic", "the integer does not fit 64 bits")


def _not_a_number(text: str) -> ElError:
    shown = text if len(text) <= MAX_DIGITS + 1 else text[:MAX_DIGITS] + "…"
    return ElError("type", f'"{shown}" is not a number')
