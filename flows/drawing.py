"""A stored graph as pages draw it: with summaries and ways out, and what every kind looks like."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import ValidationError

from flows import choices
from flows.engine.fields import find_leaves, find_references
from flows.engine.handler import Handler
from flows.handlers import HANDLERS

LOOKS = ("kind", "label", "group", "icon", "outcomes", "outcome_labels", "outcomes_from")

Document = Mapping[str, Any]


@cache
def catalogue() -> tuple[dict[str, Any], ...]:
    """Describe how every kind of handler looks."""
    return tuple(
        {name: value for name, value in kind.describe().items() if name in LOOKS}
        for kind in HANDLERS.values()
    )


def drawn(document: Document, names: Mapping[str, str]) -> dict[str, Any]:
    """Give a graph to be drawn; ``names`` says what public ids in it stand for."""
    nodes = [_drawn_node(node, names) for node in document.get("nodes", ())]
    if not _is_laid_out(nodes):
        nodes = [{**node, "position": None} for node in nodes]
    return {
        "start": document.get("start") or None,
        "nodes": nodes,
        "links": list(document.get("links", ())),
    }


def _is_laid_out(nodes: Sequence[Document]) -> bool:
    """Whether somebody put the nodes where they are; some graphs were never drawn."""
    return len({tuple(node["position"] or ()) for node in nodes}) == len(nodes)


def names_of(account_id: int) -> dict[str, str]:
    """Name everything an account's graphs may refer to, by public id."""
    return {
        choice.id: choice.label
        for source in choices.SOURCES.values()
        for choice in source(account_id)
    }


def _drawn_node(node: Document, names: Mapping[str, str]) -> dict[str, Any]:
    shown = {key: node.get(key) for key in ("id", "kind", "label", "notes", "position")}
    handler = _read(node)
    if handler is None:
        return {**shown, "settings": {}}
    ways = [{"id": way, "label": handler.label_of(way)} for way in handler.ways_out()]
    return {**shown, "settings": {}, "summary": _summary(handler, names), "outcomes": ways}


def _read(node: Document) -> Handler | None:
    kind = HANDLERS.get(node["kind"])
    try:
        return kind.model_validate(node.get("settings", {})) if kind else None
    except ValidationError:
        return None


def _summary(handler: Handler, names: Mapping[str, str]) -> str:
    """Say what a node does, with the names of what it refers to in place of their ids."""
    text = handler.summary()
    for leaf in find_references(find_leaves(handler)):
        text = text.replace(leaf.value, names.get(leaf.value, "something that is gone"))
    return text
