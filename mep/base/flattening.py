"""Nested data as flat variables with the names an expression can use."""

import re
from collections.abc import Iterator, Mapping, Sequence

Value = str | int | float | bool | None
Variables = Iterator[tuple[str, Value]]

OWN_TEXT = None

MAX_VARIABLES = 500
MAX_DEPTH = 20
MAX_KEY_CHARACTERS = 100
MAX_VALUE_CHARACTERS = 4_000
MAX_SHARED_VALUE_CHARACTERS = 255
MAX_WARNINGS = 20
MAX_STEPS = 50_000
SHARED_SCOPES = frozenset({"service", "servicecoll"})

_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9_.-]")
_RESERVED = re.compile(r"and|or|not|eq|ne|lt|gt|le|ge|true|false|null|empty|instanceof|div|mod")
_NOT_IN_VALUES = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
    + "]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Collector:
    """Variables within their limits; what did not fit is told by warnings."""

    def __init__(self, scope: str, prefix: str = "") -> None:
        self._prefix = f"{prefix}." if prefix else ""
        self._longest = MAX_VALUE_CHARACTERS
        if scope in SHARED_SCOPES:
            self._longest = MAX_SHARED_VALUE_CHARACTERS
        self._kept: dict[str, tuple[str, Value]] = {}
        self._warnings: dict[str, None] = {}
        self._steps = 0

    def may_go_on(self) -> bool:
        """Count a value looked at; say whether another may be, however little came of them."""
        self._steps += 1
        if self._steps > MAX_STEPS:
            self.warn("the data is too large, only its beginning was read")
        return self._steps <= MAX_STEPS

    @property
    def variables(self) -> tuple[tuple[str, Value], ...]:
        """Return what was kept, in order."""
        return tuple(self._kept.values())

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what is to be told about what was not."""
        shown = tuple(self._warnings)[:MAX_WARNINGS]
        further = len(self._warnings) - len(shown)
        return (*shown, f"and {further} more") if further else shown

    def warn(self, words: str) -> None:
        """Tell something once."""
        self._warnings[words] = None

    def collect(self, found: Variables) -> None:
        """Keep variables until there are too many."""
        for path, value in found:
            if len(self._kept) >= MAX_VARIABLES:
                self.warn(f"only the first {MAX_VARIABLES} variables were kept")
                return
            self._keep(self._prefix + path, value)

    def _keep(self, key: str, value: Value) -> None:
        if len(key) > MAX_KEY_CHARACTERS:
            self.warn(f"{key[:MAX_KEY_CHARACTERS]}… was left out: its name is too long")
        elif key.casefold() in self._kept:
            self.warn(f"{key} occurs more than once, the first was kept")
        else:
            self._kept[key.casefold()] = (key, self._storable(key, value))

    def _storable(self, key: str, value: Value) -> Value:
        if not isinstance(value, str):
            return value
        clean = _NOT_IN_VALUES.sub("", _SURROGATE.sub("\ufffd", value))
        if clean != value:
            self.warn(f"{key} lost characters that cannot be stored")
        if len(clean) > self._longest:
            self.warn(f"{key} was cut to {self._longest} characters")
        return clean[: self._longest]


def name_segment(name: str) -> str:
    """Make a name usable as one part of a variable's name."""
    segment = _NOT_IN_KEYS.sub("_", name) or "_"
    if segment.startswith(".") or segment.endswith(".") or ".." in segment:
        segment = segment.replace(".", "_")
    return ".".join(map(_unreserved, segment.split(".")))


def flatten(data: object, collector: Collector, path: str = "", depth: int = 0) -> Variables:
    """Give a variable for each value within objects and lists.

    What an object holds under ``OWN_TEXT`` is the value of its own name.
    """
    if not isinstance(data, Mapping | list):
        yield path, data if isinstance(data, Value) else str(data)
    elif depth >= MAX_DEPTH:
        collector.warn(f"what lies more than {MAX_DEPTH} levels deep was left out")
    elif isinstance(data, list):
        yield from _flatten_list(data, collector, path, depth)
    else:
        for name, value in data.items():
            if not collector.may_go_on():
                return
            inner = path if name is OWN_TEXT else _join(path, name_segment(name))
            yield from flatten(value, collector, inner, depth + 1)


def _flatten_list(
    items: Sequence[object], collector: Collector, path: str, depth: int
) -> Variables:
    """Give the number of items, the first (but no list) without its place, and each with it."""
    yield _join(path, "size"), len(items)
    if items and not isinstance(items[0], list):
        yield from flatten(items[0], collector, path, depth + 1)
    for place, item in enumerate(items):
        if not collector.may_go_on():
            return
        yield from flatten(item, collector, _join(path, str(place)), depth + 1)


def _join(path: str, segment: str) -> str:
    return f"{path}.{segment}" if path else segment


def _unreserved(part: str) -> str:
    return f"{part}_" if _RESERVED.fullmatch(part.lower()) else part
