"""Reading JSON strictly, as RFC 8259 has it, with every member as it was written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NoReturn

MAX_SHOWN_CHARACTERS = 100


class Malformed(ValueError):
    """A text that is no JSON."""


class Number(str):
    """A number's source text; numbers are not computed with here."""

    __slots__ = ()

    @property
    def value(self) -> int | float:
        """The number: an integer if it is written as one."""
        return int(self) if self.removeprefix("-").isdigit() else float(self)


@dataclass(frozen=True, slots=True)
class Members:
    """The members of an object in document order, repeated ones included."""

    pairs: list[tuple[str, "Json"]]

    def find(self, name: str) -> "Json | Missing":
        """Return a member's value, or ``MISSING``."""
        return next((value for each, value in self.pairs if each == name), MISSING)


class Missing(Enum):
    """Stands for a member that is not there, which null does not."""

    MISSING = 0


MISSING = Missing.MISSING

Json = Members | list["Json"] | str | Number | bool | None


def parse(body: bytes) -> Json:
    """Read a body of UTF-8 text."""
    try:
        parsed: Json = _DECODER.decode(body.decode())
    except (ValueError, RecursionError):
        raise Malformed from None
    return parsed


def find_duplicate(document: Json) -> str | None:
    """Return the path of the first member that its object has twice."""
    try:
        return _find_duplicate(document, "")
    except RecursionError:
        raise Malformed from None


def join(path: str, name: str) -> str:
    """Name a member of what stands at a path, cut short if need be."""
    shown = name if len(name) <= MAX_SHOWN_CHARACTERS else f"{name[:MAX_SHOWN_CHARACTERS]}…"
    return f"{path}.{shown}" if path else shown


def _find_duplicate(value: Json, path: str) -> str | None:
    if isinstance(value, Members):
        return _duplicate_member(value, path)
    if isinstance(value, list):
        return _first(_find_duplicate(item, f"{path}[{n}]") for n, item in enumerate(value))
    return None


def _duplicate_member(members: Members, path: str) -> str | None:
    seen: set[str] = set()
    for name, value in members.pairs:
        here = join(path, name)
        if name in seen:
            return here
        seen.add(name)
        if inner := _find_duplicate(value, here):
            return inner
    return None


def _first(paths: Iterator[str | None]) -> str | None:
    return next(filter(None, paths), None)


def _refuse_constant(text: str) -> NoReturn:
    raise Malformed(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=Members,
    parse_int=Number,
    parse_float=Number,
    parse_constant=_refuse_constant,
)
