"""Functions on numbers."""

import math

from flows.el.errors import ElError
from flows.el.functions.registry import Number, function
from flows.el.values import float_text, in_range

_HALF = 0.5


@function("round")
def round_half_up(number: Number) -> int:
    """Return the nearest integer; a half goes up.

    >>> ${af:round(2.5)}
    3
    >>> ${af:round("2.4")}
    2
    """
    below = floor(number)
    return in_range(below + (number - below >= _HALF))


@function("floor")
def floor(number: Number) -> int:
    """Return the greatest integer that is not above the number.

    >>> ${af:floor(-2.5)}
    -3
    """
    return in_range(math.floor(_finite(number)))


@function("ceil")
def ceil(number: Number) -> int:
    """Return the least integer that is not below the number.

    >>> ${af:ceil(2.1)}
    3
    """
    return in_range(math.ceil(_finite(number)))


@function("abs")
def absolute(number: Number) -> Number:
    """Return the number without its sign.

    >>> ${af:abs(-2.5)}
    2.5
    """
    size = abs(number)
    return in_range(size) if type(size) is int else size


@function("min")
def smaller(first: Number, second: Number) -> Number:
    """Return the smaller of two numbers.

    >>> ${af:min(3, "2")}
    2
    """
    return _chosen(first, second, first if first <= second else second)


@function("max")
def larger(first: Number, second: Number) -> Number:
    """Return the larger of two numbers.

    >>> ${af:max(3, 2.5)}
    3.0
    """
    return _chosen(first, second, first if first >= second else second)


def _chosen(first: Number, second: Number, choice: Number) -> Number:
    """Return the choice as a float if either number is one; NaN wins over all."""
    if type(first) is int and type(second) is int:
        return choice
    return math.nan if math.isnan(first) or math.isnan(second) else float(choice)


def _finite(number: Number) -> Number:
    if math.isfinite(number):
        return number
    raise ElError("arithmetic", f"{float_text(float(number))} is not an integer")
