"""Where sessions can go: nodes nobody reaches, loops that never rest, branches that are missing."""

from collections.abc import Iterable, Iterator

from flows.engine.checks.issue import Drawing, Issue, Known, Placed
from flows.engine.fields import find_references

TIMEOUTS = ("timed_out", "no_reply")
FAILED = "failed"


def check_paths(drawing: Drawing, known: Known) -> Iterator[Issue]:
    """Find what is wrong with the ways through a graph."""
    yield from _unreachable(drawing, known)
    yield from _loops(drawing)
    yield from _recursions(drawing, known)
    for node in drawing.nodes.values():
        yield from _unlinked(drawing, node)


def _unreachable(drawing: Drawing, known: Known) -> Iterator[Issue]:
    reached = drawing.reached((drawing.start, known.on_error_node))
    for node in drawing.nodes.values():
        if reached and node.id not in reached:
            yield node.issue("warning", "", "unreachable", "nothing leads here")


def _loops(drawing: Drawing) -> Iterator[Issue]:
    """Find circles in which no handler waits."""
    restless = {node.id for node in drawing.nodes.values() if not node.waits()}
    for circle in _circles(drawing, restless):
        first = next(node for node in drawing.nodes.values() if node.id in circle)
        yield first.issue(
            "warning",
            "",
            "loop",
            "this goes round and round without a wait, so it ends after 200 handlers",
        )


def _circles(drawing: Drawing, among: set[str]) -> Iterator[set[str]]:
    """Find the strongly connected parts: order by leaving time, then go back along the links."""
    backwards: dict[str, list[str]] = {}
    for node in among:
        for following in drawing.following(node):
            backwards.setdefault(following, []).append(node)
    placed: set[str] = set()
    for root in reversed(_by_leaving(drawing, among)):
        part, waiting = set(), [root]
        while waiting:
            node = waiting.pop()
            if node not in placed:
                placed.add(node)
                part.add(node)
                waiting += [before for before in backwards.get(node, ()) if before in among]
        if len(part) > 1 or (part and root in drawing.following(root)):
            yield part


def _by_leaving(drawing: Drawing, among: set[str]) -> list[str]:
    left: list[str] = []
    seen: set[str] = set()
    for root in drawing.nodes:
        stack = [(root, drawing.following(root))] if root in among and root not in seen else []
        seen.add(root)
        while stack:
            node, following = stack[-1]
            step = next((to for to in following if to in among and to not in seen), None)
            if step is None:
                left.append(node)
                stack.pop()
            else:
                seen.add(step)
                stack.append((step, drawing.following(step)))
    return left


def entered_at_once(drawing: Drawing) -> Iterator[tuple[Placed, str, str]]:
    """Find (node, field, service) of the services entered before any wait."""
    for id_ in drawing.reached((drawing.start,), past_waits=False):
        node = drawing.nodes[id_]
        for leaf in find_references(node.leaves):
            if leaf.source == "services":
                yield node, leaf.path, leaf.value


def _recursions(drawing: Drawing, known: Known) -> Iterator[Issue]:
    if not known.service_id:
        return
    for node, path, service in entered_at_once(drawing):
        if known.service_id in _called(known, [service]):
            yield node.issue(
                "error", path, "recursion", "this leads back to this service without any wait"
            )


def _called(known: Known, services: Iterable[str]) -> set[str]:
    found, waiting = set(), list(services)
    while waiting:
        service = waiting.pop()
        if service not in found:
            found.add(service)
            waiting += known.calls.get(service, ())
    return found


def _unlinked(drawing: Drawing, node: Placed) -> Iterator[Issue]:
    """Find outcomes that end the session though others of the node lead on."""
    linked = drawing.links.get(node.id, {})
    joined = node.kind.joins if node.kind else {}
    loose = [way for way in node.ways_out if way not in linked and joined.get(way) not in linked]
    if not linked or not loose:
        return
    if loose[0] == node.ways_out[0] != FAILED:
        yield node.issue(
            "warning", "", "unlinked", f"{node.name_of(loose[0])} leads nowhere, so it ends here"
        )
    for way in loose:
        if way in TIMEOUTS:
            yield node.issue(
                "warning", "", "timeout", f"{node.name_of(way)} leads nowhere, so silence ends it"
            )
