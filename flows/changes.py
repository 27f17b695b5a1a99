"""How many changes lie between two graphs of a service."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q

from flows.models import Service

IS_PUBLISHED = Q(draft=F("published__graph"), on_error=F("published__on_error"))
"""Whether what runs is the same as the draft."""
Json = Any
Document = Mapping[str, Any]


def count_unpublished(service: Service) -> int:
    """Count what publishing a draft would change; its published version is loaded with it."""
    version = service.published
    if version is None:
        return len(service.draft.get("nodes", ()))
    return count_changes(version.graph, service.draft) + int(version.on_error != service.on_error)


def count_changes(before: Document, after: Document) -> int:
    """Count handlers and links that differ; however many only moved, that counts as one."""
    if before == after:
        return 0
    found = _differing(_nodes(before), _nodes(after)) + _differing(_links(before), _links(after))
    found += before.get("start", "") != after.get("start", "")
    return found or 1


def _differing(before: dict[Json, Json], after: dict[Json, Json]) -> int:
    return sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())


def _nodes(document: Document) -> dict[Json, Json]:
    return {
        node["id"]: (node["kind"], node["label"], node.get("notes", ""), node.get("settings", {}))
        for node in document.get("nodes", ())
    }


def _links(document: Document) -> dict[Json, Json]:
    return {(link["from"], link["outcome"]): link["to"] for link in document.get("links", ())}
