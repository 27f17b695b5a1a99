"""The stepper: a session and an event in; a new state, effects and visits out."""

from dataclasses import replace

from flows.engine.context import Context, World
from flows.engine.errors import EventNotAwaited, HandlerError
from flows.engine.events import Event, Returned, Started
from flows.engine.graph import Graph, Node
from flows.engine.moves import Call, Go, Move, Wait
from flows.engine.rescue import rescue
from flows.engine.states import State, Status, Step, Visit

MAX_VISITS = 200
LOOPING = Go("failed", "loop")


def step(graph: Graph, state: State, event: Event, world: World) -> Step:
    """Carry a session from ``event`` to its next wait or its end."""
    ctx = Context(world)
    visits: list[Visit] = []
    awaited = _awaited(state, event)
    while True:
        move, visit = _visit(graph, state, ctx, awaited)
        entered = awaited is None
        state = replace(state, wait=None, memory={}, visited=state.visited + entered)
        awaited = None
        if not isinstance(move, Go):
            visits.append(visit)
            return _stand(visits, state, move)
        following = graph.links.get((state.node, move.outcome)) if move is not LOOPING else None
        if following is None and visit.error and visit.error.defect:
            following, state, visit = _rescued(graph, state, ctx, visit)
        visits.append(visit)
        if following is None:
            return _end(visits, state, move)
        state = replace(state, node=following)


def _awaited(state: State, event: Event) -> Event | None:
    """Return the event if the session waits for it, none if it only starts."""
    if state.wait is None and isinstance(event, Started):
        return None
    if state.wait is None or not isinstance(event, state.wait.events):
        raise EventNotAwaited(f"{type(event).__name__} at {state.node}")
    return event


def _visit(graph: Graph, state: State, ctx: Context, awaited: Event | None) -> tuple[Move, Visit]:
    """Run one node, turning an error of its handler into the outcome ``failed``."""
    node = graph.nodes[state.node]
    if awaited is None and state.visited >= MAX_VISITS:
        return LOOPING, _looping(ctx, node)
    changes, effects, begun = len(ctx.changes), len(ctx.effects), ctx.world.timer()
    ctx.node, ctx.memory, ctx.fields, error = state.node, state.memory, {}, None
    try:
        move = node.handler.resume(ctx, awaited) if awaited else node.handler.enter(ctx)
    except HandlerError as caught:
        ctx.undo_to(len(ctx.changes) if caught.keep else changes, effects)
        move, error = Go("failed", caught.reason), caught
        _tell(ctx, node.label, caught)
    return move, Visit(
        node=state.node,
        entered=awaited is None,
        outcome=move.outcome if isinstance(move, Go) else "",
        error=error,
        fields=ctx.fields,
        changes=tuple(ctx.changes[changes:]),
        effects=tuple(ctx.effects[effects:]),
        nanoseconds=ctx.world.timer() - begun,
    )


def _looping(ctx: Context, node: Node) -> Visit:
    """Refuse to enter one more node; its own ``failed`` is not taken, it would go on looping."""
    message = f"More than {MAX_VISITS} handlers without a wait"
    error, changes = HandlerError("loop", message, defect=True), len(ctx.changes)
    ctx.fields = {}
    _tell(ctx, node.label, error)
    return Visit(node.id, error=error, fields=ctx.fields, changes=tuple(ctx.changes[changes:]))


def _rescued(
    graph: Graph, state: State, ctx: Context, visit: Visit
) -> tuple[str | None, State, Visit]:
    """Do what the service says about defects; its message belongs to the visit that failed."""
    changes, effects = len(ctx.changes), len(ctx.effects)
    following, state = rescue(graph, state, ctx)
    visit = replace(
        visit,
        changes=visit.changes + tuple(ctx.changes[changes:]),
        effects=visit.effects + tuple(ctx.effects[effects:]),
    )
    return following, state, visit


def _tell(ctx: Context, label: str, error: HandlerError) -> None:
    """Let the service read what went wrong (handlers.md 3.8)."""
    ctx.put("session", "lasterror.handler", label)
    ctx.put("session", "lasterror.code", error.reason)
    ctx.put("session", "lasterror.message", error.message)


def _stand(visits: list[Visit], state: State, move: Move) -> Step:
    if isinstance(move, Call):
        status, wait = Status.CALLING, Wait((Returned,), memory=move.memory)
    else:
        assert isinstance(move, Wait)  # noqa: S101 - the third and last kind of move
        status, wait = Status.WAITING, move
    return Step(replace(state, wait=wait, memory=wait.memory), status, move, tuple(visits))


def _end(visits: list[Visit], state: State, move: Go) -> Step:
    error = visits[-1].error
    failed = error is not None and error.defect
    status = Status.FAILED if failed else Status.COMPLETED
    reason = error.reason if error and failed else move.reason or "completed"
    return Step(state, status, move, tuple(visits), reason)
