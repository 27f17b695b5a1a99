"""Whether a document is a graph at all: its members, sizes, ids and links."""

import json
import math
import re
from collections.abc import Iterator, Mapping

from flows.engine.checks.issue import Issue, Json

FORMAT = 1
MAX_BYTES = 2_000_000
MAX_NODES = 1_000
MAX_STICKIES = 200
MAX_LABEL_CHARACTERS = 60
MAX_NOTES_CHARACTERS = 2_000
MAX_DISTANCE = 1_000_000
MEMBERS = frozenset({"format", "start", "nodes", "links", "stickies"})
NODE_MEMBERS = frozenset({"id", "kind", "label", "notes", "position", "settings"})
LINK_MEMBERS = ("from", "outcome", "to")
COORDINATES = 2

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_NULL_CHARACTER = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def check_document(document: Json) -> Iterator[Issue]:
    """Find what makes a document unreadable as a whole."""
    if not isinstance(document, Mapping):
        yield _of_all("shape", "This is not a service")
        return
    version = document.get("format")
    if type(version) is int and version > FORMAT:
        yield _of_all(
            "format", f"This was made by a newer MEP: format {version}, and this one reads {FORMAT}"
        )
    elif type(version) is not int or version != FORMAT:
        yield _of_all("format", f"This is not a service: it does not say “format”: {FORMAT}")
    if not isinstance(document.get("start", ""), str | None):
        yield _of_all("shape", "“start” must be the id of a handler")
    for name in ("nodes", "links", "stickies"):
        if not isinstance(document.get(name, []), list):
            yield _of_all("shape", f"“{name}” must be a list")
    for name in sorted(map(str, set(document) - MEMBERS)):
        yield _of_all("shape", f"“{name}” is not a part of a service")
    yield from _check_size(document)


def _check_size(document: Mapping[str, Json]) -> Iterator[Issue]:
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except (ValueError, TypeError, RecursionError):
        yield _of_all("shape", "This contains something that cannot be stored")
        return
    if size > MAX_BYTES:
        yield _of_all(
            "size", f"The service takes {size:,} bytes, at most {MAX_BYTES:,} are allowed"
        )
    if "\\u0000" in text and _NULL_CHARACTER.search(text):
        yield _of_all("shape", "This contains a character that cannot be stored")
    nodes, stickies = document.get("nodes", ()), document.get("stickies", ())
    if isinstance(nodes, list) and len(nodes) > MAX_NODES:
        yield _of_all(
            "size", f"There are {len(nodes):,} handlers, at most {MAX_NODES:,} are allowed"
        )
    if isinstance(stickies, list):
        yield from _check_stickies(stickies)


def _check_stickies(stickies: list[Json]) -> Iterator[Issue]:
    if len(stickies) > MAX_STICKIES:
        yield _of_all(
            "size", f"There are {len(stickies)} stickies, at most {MAX_STICKIES} are allowed"
        )
    if not all(isinstance(sticky, Mapping) for sticky in stickies):
        yield _of_all("shape", "A sticky cannot be read")


def check_node(node: Json, number: int) -> Iterator[Issue]:
    """Find what is wrong with a node whatever its kind."""
    if not isinstance(node, Mapping):
        yield _of_all("shape", f"Handler {number} cannot be read")
        return
    id_, label = node.get("id"), node.get("label")
    name = label if isinstance(label, str) and label else f"Handler {number}"
    found = list(_problems(node))
    shown = id_ if isinstance(id_, str) else ""
    yield from (
        Issue("error", shown, field, rule, f"{name}: {what}") for field, rule, what in found
    )


def _problems(node: Mapping[str, Json]) -> Iterator[tuple[str, str, str]]:
    if not isinstance(node.get("id"), str) or not _ID.fullmatch(node["id"]):
        yield "id", "id", "the id must be a letter, then up to 63 letters, digits, _ or -"
    if not _is_text(node.get("label"), MAX_LABEL_CHARACTERS) or not node["label"].strip():
        yield "label", "label", f"give it a name of 1 to {MAX_LABEL_CHARACTERS} characters"
    if not isinstance(node.get("kind"), str):
        yield "kind", "shape", "it does not say what kind of handler it is"
    if not _is_text(node.get("notes", ""), MAX_NOTES_CHARACTERS):
        yield "notes", "notes", f"the notes may have up to {MAX_NOTES_CHARACTERS:,} characters"
    if not _is_position(node.get("position", [0, 0])):
        yield "position", "shape", "its place must be two numbers"
    if not isinstance(node.get("settings", {}), Mapping):
        yield "settings", "shape", "its settings cannot be read"
    for name in sorted(map(str, set(node) - NODE_MEMBERS)):
        yield name, "shape", f"“{name}” is not a part of a handler"


def _is_text(value: Json, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest


def _is_position(value: Json) -> bool:
    return (
        isinstance(value, list)
        and len(value) == COORDINATES
        and all(
            type(part) in (int, float) and math.isfinite(part) and abs(part) <= MAX_DISTANCE
            for part in value
        )
    )


def is_link(link: Json) -> bool:
    """Whether a link has its three members and no more."""
    return (
        isinstance(link, Mapping)
        and len(link) == len(LINK_MEMBERS)
        and all(isinstance(link.get(member), str) for member in LINK_MEMBERS)
    )


def _of_all(rule: str, message: str) -> Issue:
    return Issue("error", "", "", rule, message)
