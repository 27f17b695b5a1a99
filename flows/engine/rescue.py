"""What a service does about a defect that no link takes care of (handlers.md 3.8)."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flows.engine.errors import HandlerError
from flows.engine.sending import compose

if TYPE_CHECKING:
    from flows.engine.context import Context
    from flows.engine.graph import Graph
    from flows.engine.states import State


def rescue(graph: "Graph", state: "State", ctx: "Context") -> tuple[str | None, "State"]:
    """Return the node to go on at, if any; a fixed message is sent here. At most once a session."""
    if state.rescued or graph.on_error.kind == "end":
        return None, state
    state = replace(state, rescued=True, visited=0)
    if graph.on_error.kind == "handler":
        return graph.on_error.node if graph.on_error.node in graph.nodes else None, state
    try:
        ctx.emit(compose(ctx, graph.on_error.message))
    except HandlerError as error:
        ctx.fields["on_error"] = error.message
    return None, state
