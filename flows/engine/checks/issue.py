"""What a check finds, what it knows of the surroundings, and the nodes it looks at."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from flows.engine.fields import Leaf, find_leaves, title_at
from flows.engine.handler import Handler

Severity = Literal["error", "warning"]
Json = Any


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with a graph; without a node it concerns the whole."""

    severity: Severity
    node: str
    field: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a graph cannot tell by itself.

    ``references`` has the ids that exist by source; a source it does not name is not checked.
    ``calls`` has, by service, those it enters before any wait. ``variables`` are names such as
    ``user.name`` that exist already, or nothing if nobody knows.
    """

    references: Mapping[str, Collection[str]] = field(default_factory=dict)
    service_id: str = ""
    calls: Mapping[str, Collection[str]] = field(default_factory=dict)
    variables: Collection[str] | None = None
    is_triggered: bool = True
    on_error_node: str = ""


@dataclass(frozen=True)
class Placed:
    """A node whose shape is right; ``handler`` is missing when its settings are not."""

    id: str
    label: str
    kind: type[Handler] | None = None
    handler: Handler | None = None

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The values of its settings."""
        return tuple(find_leaves(self.handler)) if self.handler else ()

    @cached_property
    def ways_out(self) -> tuple[str, ...]:
        """Its outcomes."""
        return self.handler.ways_out() if self.handler else ()

    def waits(self) -> bool:
        """Whether a session may stand here; nobody knows of a node that cannot be read."""
        return self.handler is None or self.handler.waits()

    def name_of(self, outcome: str) -> str:
        """Say an outcome as its author does."""
        if self.handler:
            return self.handler.label_of(outcome)
        return self.kind.outcome_label(outcome) if self.kind else outcome

    def issue(self, severity: Severity, path: str, rule: str, message: str) -> Issue:
        """Find something wrong with a field of this node."""
        title = title_at(self.kind, path) if self.kind and path else ""
        place = f"{self.label}, {title}" if title else self.label
        return Issue(severity, self.id, path, rule, f"{place}: {message}")


@dataclass(frozen=True, slots=True)
class Drawing:
    """The parts of a graph that can be read; ``links`` is by node, then by outcome."""

    start: str
    nodes: Mapping[str, Placed]
    links: Mapping[str, Mapping[str, str]]

    def following(self, node: str) -> Iterator[str]:
        """Give the nodes that may come next."""
        return iter(self.links.get(node, {}).values())

    def reached(self, roots: Collection[str], *, past_waits: bool = True) -> set[str]:
        """Find the nodes that can be reached, the roots included."""
        found, waiting = set(), [root for root in roots if root in self.nodes]
        while waiting:
            node = waiting.pop()
            if node in found:
                continue
            found.add(node)
            if past_waits or not self.nodes[node].waits():
                waiting += self.following(node)
        return found
