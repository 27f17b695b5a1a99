"""What graphs name outside themselves, whether or not every node of them can be read."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from flows.engine.check import find_called_at_once
from flows.engine.fields import Leaf, find_leaves, find_references
from flows.handlers import HANDLERS
from flows.models import Service

Document = Mapping[str, Any]


def find(document: Document) -> set[tuple[str, str]]:
    """Find (source, id) of everything a graph names; nodes that cannot be read name nothing."""
    return {
        (leaf.source, leaf.value) for node in document.get("nodes", ()) for leaf in leaves_of(node)
    }


def leaves_of(node: Document) -> list[Leaf]:
    """Find the fields of a node that name something."""
    kind = HANDLERS.get(node["kind"])
    if kind is None:
        return []
    try:
        handler = kind.model_validate(node.get("settings", {}))
    except ValidationError:
        return []
    return list(find_references(find_leaves(handler)))


def calls_from(account_id: int, document: Document) -> dict[str, frozenset[str]]:
    """Say which services enter which before any wait, as far as a graph can reach them."""
    found: dict[str, frozenset[str]] = {}
    wanted = frozenset(public_id for source, public_id in find(document) if source == "services")
    while wanted:
        running = Service.objects.filter(account_id=account_id, public_id__in=wanted)
        found |= dict.fromkeys(wanted, frozenset())
        for service in running.select_related("published"):
            if service.published:
                graph = service.published.graph
                found[service.public_id] = find_called_at_once(graph, HANDLERS)
        wanted = frozenset().union(*found.values()) - found.keys()
    return found
