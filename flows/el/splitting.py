"""A template taken apart: literal text, and the trees of its expressions."""

from itertools import groupby

from flows.el.errors import ElError
from flows.el.nodes import Node
from flows.el.parser import Parser

OPENING = "${"


def split(text: str) -> list[str | Node]:
    """Return the literal pieces of a template and the trees of its expressions.

    A fault of meaning is raised only once the syntax of the whole text is known to be right.
    """
    parts: list[str | Node] = []
    fault: ElError | None = None
    at = 0
    while (opening := text.find(OPENING, at)) >= 0:
        if text[at:opening].endswith("\\"):
            parts += [text[at : opening - 1], OPENING]
            at = opening + len(OPENING)
            continue
        parser = Parser(text, opening + len(OPENING))
        tree, end = parser.parse()
        parts += [text[at:opening], tree]
        fault = fault or parser.fault
        at = end
    if fault:
        raise fault
    return _merged([*parts, text[at:]])


def _merged(parts: list[str | Node]) -> list[str | Node]:
    """Join neighbouring pieces of literal text."""
    merged: list[str | Node] = []
    for literal, group in groupby(parts, key=lambda part: isinstance(part, str)):
        run = list(group)
        merged += ["".join(map(str, run))] if literal else run
    return [part for part in merged if part != ""]
