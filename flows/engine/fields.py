"""The fields of a handler one by one, however deep: what they are called, hold and refer to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flows.el import template
from flows.engine.handler import Handler

TEMPLATE_FORMATS = frozenset({"template", "expression", "duration-or-expression"})

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value that has no parts. ``path`` is its place in the settings, joined by dots."""

    path: str
    title: str
    format: str
    source: str
    value: Any


@dataclass(frozen=True, slots=True)
class Found:
    """A reference of one field to something outside the graph."""

    path: str
    title: str
    source: str
    value: str


@cache
def schema_of(kind: type[Handler]) -> Schema:
    """Describe the settings of a kind; kept, since making a schema takes long."""
    return kind.model_json_schema()


def leaves(handler: Handler) -> Iterator[Leaf]:
    """Walk all values of a handler's settings, defaults included."""
    schema = schema_of(type(handler))
    return _walk(schema, handler.model_dump(mode="json"), schema.get("$defs", {}), "", "")


def find_references(handler: Handler) -> Iterator[Found]:
    """Find what a handler names outside its graph; fields left empty name nothing."""
    for leaf in leaves(handler):
        if leaf.source and leaf.value:
            yield Found(leaf.path, leaf.title, leaf.source, leaf.value)


def find_reads(handler: Handler) -> Iterator[tuple[Leaf, template.Reference]]:
    """Find the variables a handler's expressions read, and in which field."""
    for leaf in leaves(handler):
        if leaf.format in TEMPLATE_FORMATS and leaf.value and "${" in leaf.value:
            for reference in template.variables(leaf.value):
                yield leaf, reference


def title_at(kind: type[Handler], path: str) -> str:
    """Say how the form calls the field at a path, the row number included: ``Variables 2, Key``."""
    schema = schema_of(kind)
    titles: list[str] = []
    here: list[Schema] = [schema]
    for part in path.split("."):
        if part.isdigit():
            titles[-1:] = [f"{titles[-1] if titles else ''} {int(part) + 1}".strip()]
            here = [item["items"] for item in _open(here, schema) if "items" in item]
            continue
        here = [
            item["properties"][part]
            for item in _open(here, schema)
            if part in item.get("properties", {})
        ]
        if not here:
            break
        titles.append(str(here[0].get("title") or part))
    return ", ".join(titles)


def _open(schemas: list[Schema], root: Schema) -> list[Schema]:
    """Follow references and choices to the schemas that have properties or items."""
    found: list[Schema] = []
    for schema in schemas:
        inner = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
        if "$ref" in schema:
            inner.append(root["$defs"][schema["$ref"].rpartition("/")[2]])
        found += _open(inner, root) if inner else [schema]
    return found


def _walk(
    schema: Schema,
    value: Any,
    defs: Schema,
    path: str,
    title: str,  # noqa: ANN401 - JSON
) -> Iterator[Leaf]:
    title = schema.get("title", title) if path else ""
    schema = _chosen(schema, value, defs)
    if isinstance(value, dict):
        for name, part in schema.get("properties", {}).items():
            if name in value:
                yield from _walk(part, value[name], defs, f"{path}.{name}".lstrip("."), name)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            inner = {"title": f"{title} {number + 1}", **_untitled(schema.get("items", {}))}
            yield from _walk(inner, item, defs, f"{path}.{number}", title)
    elif value is not None:
        yield Leaf(path, title, schema.get("format", ""), schema.get("source", ""), value)


def _untitled(schema: Schema) -> dict[str, Any]:
    return {name: part for name, part in schema.items() if name != "title"}


def _chosen(schema: Schema, value: Any, defs: Schema) -> Schema:  # noqa: ANN401 - JSON
    """Follow a reference, and of a choice the branch that the value belongs to."""
    while True:
        if "$ref" in schema:
            schema = defs[schema["$ref"].rpartition("/")[2]]
        elif "oneOf" in schema:
            mapping = schema["discriminator"]["mapping"]
            name = schema["discriminator"]["propertyName"]
            schema = defs[mapping[value[name]].rpartition("/")[2]]
        elif "anyOf" in schema:
            schema = next(part for part in schema["anyOf"] if part.get("type") != "null")
        else:
            return schema
