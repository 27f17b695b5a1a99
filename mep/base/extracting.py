"""Single values out of nested data, by a JSONPath or an XPath.

Both know names, places and nothing that searches: ``$.a.b[0]['c']`` and ``/a/b[1]/@c``.
"""

import json
import re
from collections.abc import Sequence

from mep.base.flattening import OWN_TEXT, Value

Step = str | int | None

_JSON_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d{1,6})\]|\['([^']*)'\]|\[\"([^\"]*)\"\]")
_XML_STEP = re.compile(r"/(?:(text\(\))|@?(?:[\w.-]+:)?([\w.-]+)(?:\[([1-9]\d{0,5})\])?)")


class NothingThere(Exception):
    """A path that leads nowhere, or that cannot be read."""


def extract(tree: object, path: str) -> Value:
    """Take out the value a path leads to; objects and lists come as JSON."""
    is_json = path.startswith("$")
    value = tree
    for step in _json_steps(path[1:]) if is_json else _xml_steps(path):
        value = _descend(value, step, path)
    if isinstance(value, list) and value and not is_json:
        value = value[0]
    if isinstance(value, dict) and OWN_TEXT in value:
        value = value[OWN_TEXT]
    if isinstance(value, dict | list):
        return json.dumps(_without_own_text(value), ensure_ascii=False)
    return value if isinstance(value, Value) else str(value)


def _json_steps(rest: str) -> Sequence[Step]:
    steps: list[Step] = []
    while rest:
        found = _JSON_STEP.match(rest)
        if found is None:
            raise NothingThere("the path cannot be read")
        name, place, quoted, double_quoted = found.groups()
        steps.append(int(place) if place else name or quoted or double_quoted)
        rest = rest[found.end() :]
    return steps


def _xml_steps(rest: str) -> Sequence[Step]:
    steps: list[Step] = []
    while rest:
        found = _XML_STEP.match(rest)
        if found is None:
            raise NothingThere("the path cannot be read")
        own_text, name, place = found.groups()
        steps.append(OWN_TEXT if own_text else name)
        steps += [int(place) - 1] if place else []
        rest = rest[found.end() :]
    return steps


def _descend(value: object, step: Step, path: str) -> object:
    """Take one step; a name on a list means its first item, the first place on a single one it."""
    if isinstance(step, int):
        items = value if isinstance(value, list) else [value]
        if step < len(items):
            return items[step]
    else:
        held = value[0] if isinstance(value, list) and value else value
        if isinstance(held, dict) and step in held:
            return held[step]
        if step is OWN_TEXT and isinstance(held, str):
            return held
    raise NothingThere(f"{path[:100]} leads to nothing")


def _without_own_text(value: object) -> object:
    if isinstance(value, dict):
        return {
            "text" if name is OWN_TEXT else name: _without_own_text(inner)
            for name, inner in value.items()
        }
    return [_without_own_text(inner) for inner in value] if isinstance(value, list) else value
