"""A handler's form read from its JSON Schema: one row for each setting, however deep."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]

FORMATS = {
    "template": "text with expressions",
    "expression": "an expression",
    "duration": "a time span such as `PT5M`",
    "duration-or-expression": "a time span such as `PT5M`, or an expression",
    "date-time": "a date and time",
    "time": "a time of day",
}
SOURCES = {
    "services": "the ID of a service",
    "subscriptions": "the ID of a subscription",
    "subscription_collections": "the ID of a subscription collection",
    "gateways": "the ID of a gateway account",
    "secrets": "the ID of a stored secret",
}
TYPES = {"integer": "a whole number", "number": "a number", "boolean": "on or off"}


@dataclass(frozen=True, slots=True)
class Row:
    """One setting: its title, its path in the stored form, and what it takes."""

    title: str
    name: str
    takes: str
    default: str
    help: str = ""
    advanced: bool = False


class Form:
    """The settings of one handler."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._parts: Mapping[str, Schema] = schema.get("$defs", {})

    def rows(self) -> Iterator[Row]:
        """Give a row for each setting, those of a group under the group."""
        yield from self._fields(self._schema, "", "")

    def _fields(self, group: Schema, path: str, of: str) -> Iterator[Row]:
        for name, field in group["properties"].items():
            if "const" not in field:
                needed = name in group.get("required", ())
                yield self._row(f"{path}{name}", field, of, needed)
                yield from self._inner(f"{path}{name}", field)

    def _row(self, path: str, field: Schema, of: str, needed: bool) -> Row:
        title = f"{field.get('title', path)}, for {of}" if of else field.get("title", path)
        default = "must be given" if needed else _shown(field.get("default"))
        help_text = field.get("description", "")
        return Row(title, path, self._takes(field), default, help_text, bool(field.get("advanced")))

    def _inner(self, path: str, field: Schema) -> Iterator[Row]:
        if "oneOf" in field and not _is_test(field):
            for part in map(self._part, field["oneOf"]):
                yield from self._fields(part, f"{path}.", self._choice(field, part))
        elif "$ref" in field.get("items", {}):
            yield from self._fields(self._part(field["items"]), f"{path}[].", "")
        elif "$ref" in field or any("$ref" in each for each in field.get("anyOf", ())):
            wanted = next(each for each in (field, *field.get("anyOf", ())) if "$ref" in each)
            yield from self._fields(self._part(wanted), f"{path}.", "")

    def _part(self, reference: Schema) -> Schema:
        return self._parts[reference["$ref"].rpartition("/")[2]]

    def _choice(self, field: Schema, part: Schema) -> str:
        """Name one of several groups by the value that chooses it."""
        name = field["discriminator"]["propertyName"]
        return f"`{part['properties'][name]['const']}`"

    def _takes(self, field: Schema) -> str:
        if "oneOf" in field:
            return self._one_of(field)
        if "anyOf" in field:
            wanted = next(each for each in field["anyOf"] if each.get("type") != "null")
            return self._takes(wanted)
        if "$ref" in field:
            return "a group"
        return _list_of(field, self) if field["type"] == "array" else _plain(field)

    def _one_of(self, field: Schema) -> str:
        if _is_test(field):
            return "one of the [tests](#tests)"
        name = field["discriminator"]["propertyName"]
        choices = [self._choice(field, self._part(each)) for each in field["oneOf"]]
        return f"a group, chosen by its `{name}`: {', '.join(choices)}"

    def item(self, field: Schema) -> str:
        """Say what stands in a list."""
        return "rows" if "$ref" in field else f"items, each {_plain(field)}"


def _is_test(field: Schema) -> bool:
    return bool(field.get("discriminator", {}).get("propertyName") == "test")


def _list_of(field: Schema, form: Form) -> str:
    most, least = field.get("maxItems"), field.get("minItems", 0)
    return f"{least} to {most} {form.item(field['items'])}"


def _plain(field: Schema) -> str:
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field.get("format") == "ref":
        return SOURCES[field["source"]]
    words = FORMATS.get(field.get("format", ""), TYPES.get(field["type"], "text"))
    return f"{words}{_limits(field)}"


def _limits(field: Schema) -> str:
    if "maxLength" in field:
        return f", up to {field['maxLength']:,} characters"
    least, most = field.get("minimum"), field.get("maximum")
    return "" if least is None or most is None else f", {least} to {most}"


def _shown(default: object) -> str:
    if default is None or default in ("", [], {}):
        return "empty"
    if isinstance(default, bool):
        return "on" if default else "off"
    if isinstance(default, list):
        return ", ".join(map(str, default))
    if isinstance(default, dict):
        return f"`{next(iter(default.values()))}`"
    return f"`{default}`"
