"""A service as the engine runs it: nodes by id, links by node and outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.engine.handler import Handler


@dataclass(frozen=True, slots=True)
class Node:
    """One placed handler."""

    id: str
    label: str
    handler: Handler


@dataclass(frozen=True, slots=True)
class OnError:
    """What the service does about a defect no link takes care of.

    ``end``, ``message`` or ``handler``.
    """

    kind: str = "end"
    message: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """A published version, ready to run."""

    start: str
    nodes: Mapping[str, Node]
    links: Mapping[tuple[str, str], str]
    on_error: OnError = field(default_factory=OnError)
    secrets: frozenset[tuple[str, str]] = frozenset()
