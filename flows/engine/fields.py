"""The fields of a handler one by one, however deep: what they are called, hold and refer to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flows.el import template
from flows.engine.handler import Handler

TEMPLATE_FORMATS = frozenset({"template", "expression", "duration-or-expression"})

Json = Any
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value that has no parts. ``path`` is its place in the settings, joined by dots."""

    path: str
    value: Json
    format: str = ""
    source: str = ""


@cache
def schema_of(kind: type[Handler]) -> Schema:
    """Describe the settings of a kind; kept, since making a schema takes long."""
    return kind.model_json_schema()


def find_leaves(handler: Handler) -> Iterator[Leaf]:
    """Walk all values of a handler's settings, defaults included."""
    schema = schema_of(type(handler))
    return _walk(schema, handler.model_dump(mode="json"), schema, "")


def find_references(leaves: Iterable[Leaf]) -> Iterator[Leaf]:
    """Find the fields that name something outside the graph; an empty one names nothing."""
    return (leaf for leaf in leaves if leaf.source and leaf.value)


def find_reads(leaves: Iterable[Leaf]) -> Iterator[tuple[Leaf, template.Reference]]:
    """Find the variables that expressions read, and in which field."""
    for leaf in leaves:
        if leaf.format in TEMPLATE_FORMATS and leaf.value and not template.is_literal(leaf.value):
            for reference in template.variables(leaf.value):
                yield leaf, reference


def title_at(kind: type[Handler], path: str) -> str:
    """Say how the form calls the field at a path, with numbers of rows: ``Variables 2, Key``."""
    root = schema_of(kind)
    here: Sequence[Schema] = [root]
    titles: list[str] = []
    for part in path.split(".") if path else ():
        here = list(_inside(here, part, root))
        if part.isdigit():
            titles[-1:] = [f"{' '.join(titles[-1:])} {int(part) + 1}".strip()]
        else:
            titles.append(str(next((step["title"] for step in here if "title" in step), part)))
    return ", ".join(titles)


def path_of(kind: type[Handler], location: Iterable[str | int]) -> str:
    """Turn the place of a validation error into a path, without the names of choices."""
    root = schema_of(kind)
    here: Schema = root
    path: list[str] = []
    for part in location:
        here = _followed(here, root)
        if "oneOf" in here:
            mapping = here["discriminator"]["mapping"]
            here = root["$defs"][mapping[part].rpartition("/")[2]] if part in mapping else {}
            continue
        path.append(str(part))
        inner = here.get("items", {}) if isinstance(part, int) else here.get("properties", {})
        here = inner if isinstance(part, int) else inner.get(part, {})
    return ".".join(path)


def _inside(schemas: Iterable[Schema], part: str, root: Schema) -> Iterator[Schema]:
    """Step from schemas to what they say of one of their parts."""
    for schema in _opened(schemas, root):
        if part.isdigit() and "items" in schema:
            yield schema["items"]
        elif part in schema.get("properties", {}):
            yield schema["properties"][part]


def _opened(schemas: Iterable[Schema], root: Schema) -> Iterator[Schema]:
    """Follow references and open choices, to the schemas that have properties or items."""
    for schema in schemas:
        followed = _followed(schema, root)
        if "oneOf" in followed:
            yield from _opened(followed["oneOf"], root)
        else:
            yield followed


def _followed(schema: Schema, root: Schema) -> Schema:
    """Follow a reference, and an optional field to what it is when it is there."""
    while "$ref" in schema or "anyOf" in schema:
        if "$ref" in schema:
            schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
        else:
            schema = next(part for part in schema["anyOf"] if part.get("type") != "null")
    return schema


def _walk(schema: Schema, value: Json, root: Schema, path: str) -> Iterator[Leaf]:
    schema = _followed(schema, root)
    if "oneOf" in schema:
        choice = schema["discriminator"]
        tag = choice["mapping"][value[choice["propertyName"]]]
        schema = root["$defs"][tag.rpartition("/")[2]]
    if isinstance(value, dict):
        parts = schema.get("properties", {})
        for name, inner in value.items():
            yield from _walk(parts.get(name, {}), inner, root, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _walk(schema.get("items", {}), inner, root, f"{path}.{number}")
    elif value is not None:
        yield Leaf(path, value, schema.get("format", ""), schema.get("source", ""))
