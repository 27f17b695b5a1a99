"""What graphs name outside themselves: what it is called, and other ids in its place."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from flows import choices, references
from flows.exchange.documents import Name

Json = Any
Document = Mapping[str, Json]
Mapped = Mapping[tuple[str, str], str]
"""The new id of what a source has under an old one; an empty id leaves the field empty."""


def name(account_id: int, documents: Iterable[Document]) -> dict[str, dict[str, Name]]:
    """Name what graphs refer to, by source and id, as far as it still exists."""
    wanted: dict[str, set[str]] = {}
    for document in documents:
        for source, public_id in references.find(document):
            wanted.setdefault(source, set()).add(public_id)
    return {source: _named(account_id, source, ids) for source, ids in sorted(wanted.items())}


def replace(document: Document, mapped: Mapped) -> dict[str, Json]:
    """Return a graph that names other things."""
    changed = deepcopy(dict(document))
    for node in changed.get("nodes", ()):
        for leaf in references.leaves_of(node):
            if (leaf.source, leaf.value) in mapped:
                _put(node["settings"], leaf.path, mapped[leaf.source, leaf.value])
    return changed


def _named(account_id: int, source: str, ids: set[str]) -> dict[str, Name]:
    if source not in choices.SOURCES:
        return {}
    found = choices.SOURCES[source](account_id)
    return {each.id: Name(each.label, each.folder) for each in found if each.id in ids}


def _put(settings: Json, path: str, value: str) -> None:
    """Set the value at a path such as ``rows.0.service``."""
    *outer, last = path.split(".")
    for part in outer:
        settings = settings[int(part) if isinstance(settings, list) else part]
    settings[int(last) if isinstance(settings, list) else last] = value
