"""What is wrong with a stored graph: everything the editor shows and publishing refuses."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from flows.engine.checks.issue import Drawing, Issue, Json, Known, Placed
from flows.engine.checks.paths import check_paths, entered_at_once
from flows.engine.checks.settings import check_together, check_values, read_handler
from flows.engine.checks.shape import check_document, check_node, is_link
from flows.engine.checks.variables import check_variables
from flows.engine.handler import Handler

__all__ = ["Issue", "Known", "check_graph", "find_called_at_once", "has_errors"]

MAX_ISSUES = 1_000

Kinds = Mapping[str, type[Handler]]


def check_graph(document: Json, kinds: Kinds, known: Known | None = None) -> tuple[Issue, ...]:
    """Find everything wrong with a document, whatever it is made of; errors come first."""
    return _sorted(_issues(document, kinds, known or Known()))


def has_errors(issues: tuple[Issue, ...]) -> bool:
    """Whether anything stands in the way of publishing."""
    return any(issue.severity == "error" for issue in issues)


def find_called_at_once(document: Mapping[str, Any], kinds: Kinds) -> frozenset[str]:
    """Find the services a checked graph enters before any wait, for ``Known.calls``."""
    drawing, _ = _draw(document, kinds)
    return frozenset(service for _, _, service in entered_at_once(drawing))


def _issues(document: Json, kinds: Kinds, known: Known) -> Iterator[Issue]:
    found = list(check_document(document))
    yield from found
    if found:
        return
    drawing, issues = _draw(document, kinds)
    yield from issues
    yield from _check_surroundings(document, drawing, known)
    for node in drawing.nodes.values():
        if node.handler:
            yield from check_together(node, known)
    yield from check_paths(drawing, known)
    yield from check_variables(drawing, known)


def _sorted(issues: Iterator[Issue]) -> tuple[Issue, ...]:
    unique = dict.fromkeys(issues)
    return tuple(sorted(unique, key=lambda issue: issue.severity != "error")[:MAX_ISSUES])


def _draw(document: Mapping[str, Any], kinds: Kinds) -> tuple[Drawing, list[Issue]]:
    """Read what can be read, and say what cannot."""
    issues: list[Issue] = []
    nodes: dict[str, Placed] = {}
    labels: dict[str, str] = {}
    for number, node in enumerate(document.get("nodes", ()), 1):
        faults = list(check_node(node, number))
        issues += faults
        if faults:
            continue
        placed, found = _place(node, kinds)
        issues += found
        if placed.id in nodes:
            issues.append(
                placed.issue("error", "id", "id", f"two handlers have the id {placed.id}")
            )
        elif labels.setdefault(placed.label.strip().casefold(), placed.id) != placed.id:
            issues.append(placed.issue("warning", "label", "label", "two handlers have this name"))
        nodes.setdefault(placed.id, placed)
    links, found = _link(document.get("links", ()), nodes)
    return Drawing(str(document.get("start") or ""), nodes, links), issues + found


def _place(node: Mapping[str, Any], kinds: Kinds) -> tuple[Placed, list[Issue]]:
    kind = kinds.get(node["kind"])
    placed = Placed(node["id"], node["label"], kind)
    if kind is None:
        message = f"{node['kind']} is not supported here; replace it or remove it"
        return placed, [placed.issue("error", "kind", "unsupported", message)]
    handler = read_handler(kind, node.get("settings", {}))
    if isinstance(handler, ValidationError):
        return placed, list(check_values(placed, handler))
    return Placed(placed.id, placed.label, kind, handler), []


def _link(
    links: list[Json], nodes: Mapping[str, Placed]
) -> tuple[dict[str, dict[str, str]], list[Issue]]:
    found: dict[str, dict[str, str]] = {}
    issues: list[Issue] = []
    for link in links:
        problem = _link_problem(link, nodes, found)
        if problem:
            issues.append(problem)
        else:
            found.setdefault(link["from"], {})[link["outcome"]] = link["to"]
    return found, issues


def _link_problem(
    link: Json, nodes: Mapping[str, Placed], found: Mapping[str, Mapping[str, str]]
) -> Issue | None:
    if not is_link(link):
        return Issue("error", "", "", "shape", "A link cannot be read")
    node, outcome = nodes.get(link["from"]), link["outcome"]
    if node is None:
        return Issue("error", "", "", "link", f"A link begins at {link['from']}, which is not here")
    if link["to"] not in nodes:
        message = f"{node.name_of(outcome)} leads to {link['to']}, which is not here"
        return node.issue("error", "", "link", message)
    if node.handler and outcome not in node.ways_out:
        return node.issue("error", "", "outcome", f"it has no outcome {outcome}")
    if outcome in found.get(node.id, {}):
        return node.issue("error", "", "link", f"{node.name_of(outcome)} leads to two handlers")
    return None


def _check_surroundings(
    document: Mapping[str, Any], drawing: Drawing, known: Known
) -> Iterator[Issue]:
    start = document.get("start")
    if not start:
        yield Issue("error", "", "start", "start", "Start leads nowhere. Link it to a handler")
    elif start not in drawing.nodes:
        yield Issue("error", "", "start", "start", f"Start leads to {start}, which is not here")
    if known.on_error_node and known.on_error_node not in drawing.nodes:
        message = "The handler that errors go to is not here any more"
        yield Issue("error", "", "on_error", "missing", message)
    if not known.is_triggered:
        yield Issue(
            "warning",
            "",
            "",
            "trigger",
            "Nothing starts this service yet: no keyword, subscription or broadcast",
        )
