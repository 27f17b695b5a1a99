"""Stored graphs: compiled for the engine, written in one way only, searched for what they use."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flows.engine.checks.shape import FORMAT
from flows.engine.fields import find_leaves, find_references
from flows.engine.graph import Graph, Node, OnError
from flows.engine.handler import Handler
from flows.engine.variables import SHARED_SCOPES
from flows.handlers import HANDLERS
from mep.base.errors import Invalid

Document = Mapping[str, Any]

EMPTY: Document = {"format": FORMAT, "start": "", "nodes": [], "links": [], "stickies": []}


def compile_graph(document: Document, on_error: Mapping[str, Any] | None = None) -> Graph:
    """Make a checked document ready to run; ``on_error`` is the service's, as it is stored."""
    nodes = {
        node["id"]: Node(node["id"], node["label"], _handler(node)) for node in _nodes(document)
    }
    links = {
        (link["from"], link["outcome"]): link["to"]
        for link in document.get("links", ())
        if link["to"] in nodes
    }
    return Graph(
        start=document["start"],
        nodes=nodes,
        links=_joined(nodes, links),
        on_error=OnError(**on_error) if on_error else OnError(),
        secrets=frozenset(
            (scope, key.lower()) for node in nodes.values() for scope, key in node.handler.secrets()
        ),
    )


def _joined(
    nodes: Mapping[str, Node], links: dict[tuple[str, str], str]
) -> dict[tuple[str, str], str]:
    """Lead outcomes that nobody linked to where the outcome they join leads."""
    for node in nodes.values():
        for outcome, other in node.handler.joins.items():
            if (node.id, other) in links:
                links.setdefault((node.id, outcome), links[node.id, other])
    return links


def _nodes(document: Document) -> list[dict[str, Any]]:
    return list(document.get("nodes", ()))


def _handler(node: Mapping[str, Any]) -> Handler:
    kind = HANDLERS.get(node["kind"])
    if kind is None:
        raise Invalid(f"{node['label']}: {node['kind']} is not supported", code="unsupported")
    return kind.model_validate(node.get("settings", {}))


def _handlers(document: Document) -> Iterator[Handler]:
    """Read the nodes whose kind is known."""
    return (_handler(node) for node in _nodes(document) if node["kind"] in HANDLERS)


def canonical(document: Document) -> dict[str, Any]:
    """Write a document in the one order that makes equal graphs equal to the byte."""
    return {
        "format": document.get("format", FORMAT),
        "start": document.get("start", ""),
        "nodes": sorted(map(_canonical_node, _nodes(document)), key=lambda node: str(node["id"])),
        "links": sorted(
            (
                {"from": link["from"], "outcome": link["outcome"], "to": link["to"]}
                for link in document.get("links", ())
            ),
            key=lambda link: (link["from"], link["outcome"], link["to"]),
        ),
        "stickies": [_sorted(sticky) for sticky in document.get("stickies", ())],
    }


def _canonical_node(node: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": node["id"],
        "kind": node["kind"],
        "label": node["label"],
        "notes": node.get("notes", ""),
        "position": list(node.get("position", (0, 0))),
        "settings": _sorted(node.get("settings", {})),
    }


def _sorted(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Sort the keys of objects, all the way down."""
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def canonical_text(document: Document) -> str:
    """Write a document as the one text that all graphs equal to it have."""
    return json.dumps(canonical(document), ensure_ascii=False, separators=(",", ":"))


def references(document: Document) -> dict[str, frozenset[str]]:
    """Find which services, subscriptions and so on a document names, by source."""
    found: dict[str, set[str]] = {}
    for handler in _handlers(document):
        for reference in find_references(find_leaves(handler)):
            found.setdefault(reference.source, set()).add(reference.value)
    return {source: frozenset(ids) for source, ids in found.items()}


def writes_shared(document: Document) -> frozenset[str]:
    """Find which of the scopes that end users share a document writes; the runner locks them."""
    return frozenset(
        scope
        for handler in _handlers(document)
        for scope, _ in handler.writes()
        if scope in SHARED_SCOPES
    )
