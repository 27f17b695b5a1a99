"""Beginning and resuming sessions as an event's resolution says."""

from collections.abc import Mapping
from typing import Any

from flows.batch import Asked, Batch, Due, Pending, Run, ServiceFacts, User
from flows.el.values import Value
from flows.engine.events import Event, Started
from flows.engine.moves import Wait
from flows.models.sessions import new_session_id
from flows.resolving import Refuse, Resume, Start
from flows.runner import ending, given, loading

MAX_RESUMES = 250


def start(batch: Batch, user: User, due: Due, resolution: Start) -> None:
    """Begin the session an event asked for, ending those it takes the place of."""
    user.gotos = 0
    _interrupt(batch, resolution)
    run = begin(batch, user, resolution, due.request_id)
    if resolution.routed:
        batch.ask(Asked(resolution.routed, user, run))


def _interrupt(batch: Batch, resolution: Start | Refuse) -> None:
    for run in resolution.interrupts:
        if run.is_open:
            ending.end(batch, run, "interrupted", resolution.interrupt_reason)


def begin(batch: Batch, user: User, begun: Start, request_id: str) -> Run:
    """Open a session at its service's start; it runs in the next round."""
    service = begun.service
    if service.on_reentry == "restart":
        for run in user.open_runs():
            if run.root.id == service.id:
                ending.end(batch, run, "interrupted", "restarted")
    assert service.version_id  # noqa: S101 - resolvers refuse a service that is not live
    loading.load_versions(batch, [service.version_id])
    version = batch.versions[service.version_id]
    run = Run(
        id=new_session_id(),
        user=user,
        root=service,
        root_version=version,
        service=service,
        version=version,
        trigger=begun.trigger,
        node=version.graph.start,
        started_at=batch.now,
        expires_at=batch.now + service.lifetime,
        keyword=begun.keyword,
        guard=begun.guard,
        code=begun.code,
        request_id=request_id,
        free_messages=1 if begun.guard == "stop" else 0,
        variables=dict(begun.session),
        request=request_period(service, begun.request),
    )
    user.runs[run.id] = run
    user.pending.append(Pending(run, Started(), tuple(begun.variables)))
    return run


def request_period(service: ServiceFacts, message: Mapping[str, Value]) -> dict[str, Value]:
    """Begin a request period: what is known of the message, and which service takes it."""
    return {**message, "service.id": service.public_id, "service.name": service.name}


def resume(batch: Batch, resolution: Resume) -> None:
    """Let a waiting session take an event; after too many it ends."""
    run = resolution.run
    run.user.gotos = 0
    if resolution.routed:
        batch.ask(Asked(resolution.routed, run.user, run))
    run.resumes += 1
    if run.resumes > MAX_RESUMES:
        ending.end(batch, run, "failed", "resumes")
        return
    if resolution.request is not None:
        run.request = request_period(run.service, resolution.request)
    run.user.pending.append(Pending(run, resolution.event, tuple(resolution.variables)))


def refuse(batch: Batch, user: User, due: Due, resolution: Refuse) -> None:
    """Close an event that nothing takes, keeping why, and what it says of the person."""
    _interrupt(batch, resolution)
    due.reason, due.is_dropped = resolution.reason, resolution.dropped
    batch.refused.append(due)
    if resolution.routed:
        batch.ask(Asked(resolution.routed, user))
    if resolution.variables:
        loading.load_user_variables(batch, [user])
        given.assign_to_user(batch, user, resolution.variables)


def waiting_for(event: type[Event], memory: Mapping[str, Any]) -> Wait:
    """Make the wait of a session that goes on within the batch."""
    return Wait((event,), memory=memory)
