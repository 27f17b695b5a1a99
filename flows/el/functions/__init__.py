"""The functions of the expression language, found by name and listed for help."""

from flows.el.functions import dates, numbers, pins, search, text
from flows.el.functions.registry import FUNCTIONS, Example, Function

__all__ = ["CATALOGUE", "FUNCTIONS", "Example", "Function"]

TOPICS = (dates, numbers, pins, search, text)
CATALOGUE: tuple[Function, ...] = tuple(FUNCTIONS[name] for name in sorted(FUNCTIONS))
