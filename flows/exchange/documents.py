"""The exported form of services and collections, and how a text is read as one."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from mep.base.errors import Invalid

FORMAT = 1
SERVICE = "mep.service"
COLLECTION = "mep.collection"
MAX_CHARACTERS = 20_000_000
MAX_SERVICES = 500
SERVICE_MEMBERS = frozenset({"id", "name", "description", "properties", "graph", "variables"})
COLLECTION_MEMBERS = frozenset({"id", "name", "description", "variables"})

Json = Any

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Variable:
    """A shared variable with its value."""

    name: str
    value: Json
    constant: bool = False


@dataclass(frozen=True, slots=True)
class ServiceDocument:
    """One service of a document; ``id`` is the one it had where it was exported."""

    id: str
    name: str
    description: str
    properties: Mapping[str, Json]
    graph: Json
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectionDocument:
    """The collection of a document."""

    id: str
    name: str
    description: str
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """What something that a graph refers to was called where it was exported."""

    name: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a text holds. ``references`` is by source, then by id."""

    services: tuple[ServiceDocument, ...]
    collection: CollectionDocument | None = None
    references: Mapping[str, Mapping[str, Name]] = field(default_factory=dict)


def read(text: str) -> Parcel:
    """Read an exported service or collection, or a graph alone; raises Invalid saying where."""
    document = _parsed(text)
    if not isinstance(document, dict):
        _refuse("", "This is not a service: it must be a JSON object")
    if "nodes" in document:
        return Parcel((ServiceDocument("", "", "", {}, document),))
    if document.get("kind") not in (SERVICE, COLLECTION):
        _refuse("kind", f"This is not a service: it does not say “kind”: “{SERVICE}”")
    _check_format(document.get("format"))
    return _parcel(document)


def _parsed(text: str) -> Json:
    if len(text) > MAX_CHARACTERS:
        _refuse("", f"The document is longer than {MAX_CHARACTERS:,} characters")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Invalid(f"This is not JSON: {error.msg} ({place})", code="json") from error
    except RecursionError as error:
        raise Invalid("The document is nested too deep", code="json") from error
    except ValueError as error:
        raise Invalid("The document has a number that is too long", code="json") from error


def _refuse_constant(word: str) -> NoReturn:
    _refuse("", f"This is not JSON: it has no number {word}")


def _check_format(version: Json) -> None:
    if type(version) is int and version > FORMAT:
        _refuse("format", f"This was made by a newer MEP: format {version}, not {FORMAT}")
    if type(version) is not int or version != FORMAT:
        _refuse("format", f"The document does not say “format”: {FORMAT}")


def _parcel(document: Mapping[str, Json]) -> Parcel:
    references = _references(document.get("references", {}))
    if document["kind"] == SERVICE:
        return Parcel((_service(document.get("service"), "service"),), None, references)
    services = document.get("services")
    if not isinstance(services, list) or len(services) > MAX_SERVICES:
        _refuse("services", f"“services” must be a list of at most {MAX_SERVICES}")
    read_ones = [_service(each, f"services.{place}") for place, each in enumerate(services)]
    return Parcel(tuple(read_ones), _collection(document.get("collection")), references)


def _service(value: Json, place: str) -> ServiceDocument:
    found = _object(value, place, SERVICE_MEMBERS)
    return ServiceDocument(
        id=_text(found, "id", place).upper(),
        name=_text(found, "name", place),
        description=_text(found, "description", place),
        properties=_object(found.get("properties", {}), f"{place}.properties"),
        graph=found.get("graph"),
        variables=_variables(found.get("variables", {}), f"{place}.variables"),
    )


def _collection(value: Json) -> CollectionDocument:
    found = _object(value, "collection", COLLECTION_MEMBERS)
    return CollectionDocument(
        id=_text(found, "id", "collection").upper(),
        name=_text(found, "name", "collection"),
        description=_text(found, "description", "collection"),
        variables=_variables(found.get("variables", {}), "collection.variables"),
    )


def _variables(value: Json, place: str) -> tuple[Variable, ...]:
    return tuple(_variable(name, each, place) for name, each in _object(value, place).items())


def _variable(name: str, value: Json, place: str) -> Variable:
    found = _object(value, f"{place}.{name}", frozenset({"value", "constant"}))
    if isinstance(found.get("value"), (dict, list)):
        _refuse(f"{place}.{name}", f"“{place}.{name}” must be a text, a number, true or false")
    return Variable(name, found.get("value"), found.get("constant") is True)


def _references(value: Json) -> dict[str, dict[str, Name]]:
    sources = _object(value, "references")
    return {
        source: {
            public_id.upper(): Name(_text(each, "name", source), _text(each, "folder", source))
            for public_id, each in _object(named, f"references.{source}").items()
            if isinstance(each, dict)
        }
        for source, named in sources.items()
    }


def _object(value: Json, place: str, members: frozenset[str] | None = None) -> dict[str, Json]:
    if not isinstance(value, dict):
        _refuse(place, f"“{place}” must be an object")
    unknown = sorted(set(value) - members) if members else []
    if unknown:
        _refuse(f"{place}.{unknown[0]}", f"“{place}.{unknown[0]}” is not a part of a service")
    return value


def _text(found: Mapping[str, Json], name: str, place: str) -> str:
    value = found.get(name, "")
    if not isinstance(value, str):
        _refuse(f"{place}.{name}", f"“{place}.{name}” must be a text")
    if _UNSTORABLE.search(value):
        _refuse(f"{place}.{name}", f"“{place}.{name}” has a character that cannot be stored")
    return value


def _refuse(place: str, message: str) -> NoReturn:
    raise Invalid(message, code="document", field=place)
