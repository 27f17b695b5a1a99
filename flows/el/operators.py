"""What the operators do to values."""

import math
from collections.abc import Callable
from operator import ge, gt, le, lt
from typing import Any

from flows.el.errors import ElError
from flows.el.values import (
    Value,
    in_range,
    is_float,
    to_boolean,
    to_float,
    to_integer,
    to_number,
    to_text,
)

Binary = Callable[[Value, Value], Value]

MAX_EXACT_QUOTIENT = 2**53


def add(left: Value, right: Value) -> Value:
    """Add two numbers; text is never joined."""
    if left is None and right is None:
        return 0
    if is_float(left) or is_float(right):
        return to_float(left) + to_float(right)
    return in_range(to_integer(left) + to_integer(right))


def subtract(left: Value, right: Value) -> Value:
    """Subtract one number from another."""
    if left is None and right is None:
        return 0
    if is_float(left) or is_float(right):
        return to_float(left) - to_float(right)
    return in_range(to_integer(left) - to_integer(right))


def multiply(left: Value, right: Value) -> Value:
    """Multiply two numbers."""
    if left is None and right is None:
        return 0
    if is_float(left) or is_float(right):
        return to_float(left) * to_float(right)
    return in_range(to_integer(left) * to_integer(right))


def divide(left: Value, right: Value) -> Value:
    """Divide; the quotient of integers is an integer if it is exact."""
    if left is None and right is None:
        return 0
    if is_float(left) or is_float(right):
        return _quotient(to_float(left), to_float(right))
    return _integer_quotient(left, right)


def _integer_quotient(left: Value, right: Value) -> Value:
    """Divide exactly if possible; digits beyond 64 bits are good enough for floats."""
    dividend, divisor = to_float(left), to_float(right)
    try:
        quotient, rest = divmod(to_integer(left), to_integer(right))
    except (ElError, ZeroDivisionError):
        return _quotient(dividend, divisor)
    if rest or abs(quotient) > MAX_EXACT_QUOTIENT:
        return _quotient(dividend, divisor)
    return quotient


def _quotient(dividend: float, divisor: float) -> float:
    if divisor:
        return dividend / divisor
    if not dividend or math.isnan(dividend) or math.isnan(divisor):
        return math.nan
    return math.copysign(math.inf, dividend) * math.copysign(1.0, divisor)


def remainder(left: Value, right: Value) -> Value:
    """Return what division leaves over, with the sign of the dividend."""
    if left is None and right is None:
        return 0
    if is_float(left) or is_float(right):
        return _float_remainder(to_float(left), to_float(right))
    dividend, divisor = to_integer(left), to_integer(right)
    if not divisor:
        raise ElError("arithmetic", "remainder of a division by zero")
    rest = abs(dividend) % abs(divisor)
    return -rest if dividend < 0 else rest


def _float_remainder(dividend: float, divisor: float) -> float:
    try:
        return math.fmod(dividend, divisor)
    except ValueError:
        return math.nan


def negate(value: Value) -> Value:
    """Change the sign of a number; null becomes 0."""
    number = to_number(value)
    return -number if isinstance(number, float) else in_range(-number)


def negation(value: Value) -> Value:
    """Return the opposite of a Boolean."""
    return not to_boolean(value)


def is_empty(value: Value) -> Value:
    """Tell whether a value is null or the empty text."""
    return value is None or value == ""


def _ordering(test: Callable[[Any, Any], bool], *, holds_for_null: bool) -> Binary:
    def compare(left: Value, right: Value) -> Value:
        if left is None or right is None:
            return holds_for_null and left is right
        if type(left) is float or type(right) is float:
            return test(to_float(left), to_float(right))
        if type(left) is int or type(right) is int:
            return test(to_integer(left), to_integer(right))
        if type(left) is str or type(right) is str:
            return test(to_text(left), to_text(right))
        return test(left, right)

    return compare


def equal(left: Value, right: Value) -> Value:
    """Tell whether two values are the same after conversion."""
    if left is None or right is None:
        return left is right
    if type(left) is float or type(right) is float:
        return to_float(left) == to_float(right)
    if type(left) is int or type(right) is int:
        return to_integer(left) == to_integer(right)
    if type(left) is bool or type(right) is bool:
        return to_boolean(left) == to_boolean(right)
    return left == right


def differ(left: Value, right: Value) -> Value:
    """Tell whether two values are not the same after conversion."""
    return not equal(left, right)


UNARY: dict[str, Callable[[Value], Value]] = {"-": negate, "not": negation, "empty": is_empty}
ARITHMETIC: dict[str, Binary] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
}
COMPARISONS: dict[str, Binary] = {
    "<": _ordering(lt, holds_for_null=False),
    ">": _ordering(gt, holds_for_null=False),
    "<=": _ordering(le, holds_for_null=True),
    ">=": _ordering(ge, holds_for_null=True),
    "==": equal,
    "!=": differ,
}
BINARY = ARITHMETIC | COMPARISONS
