"""Services that run other services: inside themselves, or after themselves."""

from typing import Any

from flows.batch import Batch, Frame, Pending, Run, ServiceFacts
from flows.el import names
from flows.engine.effects import StartService
from flows.engine.events import Returned, Started
from flows.engine.moves import Call
from flows.resolving import Start
from flows.runner import loading, sessions, tracing

MAX_DEPTH = 5
MAX_GOTOS = 20


def call(batch: Batch, run: Run, move: Call) -> None:
    """Enter another service inside this session.

    One that cannot be entered counts as ended early.
    """
    service, refusal = find_live(batch, run, move.service)
    if len(run.frames) + 1 >= MAX_DEPTH:
        refusal = "depth"
    if service is None or refusal:
        run.user.pending.appendleft(Pending(run, Returned(completed=False, reason=refusal)))
        return
    run.frames.append(Frame(run.version.id, run.node, dict(move.memory), dict(run.variables)))
    _enter(batch, run, service, {**builtins_of(run), **_lowered(move.inputs)})
    run.user.pending.appendleft(Pending(run, Started()))


def _enter(batch: Batch, run: Run, service: ServiceFacts, variables: dict[str, Any]) -> None:
    assert service.version_id  # noqa: S101 - a live service has a version
    loading.load_versions(batch, [service.version_id])
    run.service, run.version = service, batch.versions[service.version_id]
    run.node, run.wait, run.memory = run.version.graph.start, None, {}
    run.variables = variables


def give_back(batch: Batch, run: Run, completed: bool) -> None:
    """Return to the caller with the called service's session variables."""
    custom = {
        key: value for key, value in run.variables.items() if not names.is_builtin("session", key)
    }
    frame = run.frames.pop()
    loading.load_versions(batch, [frame.version_id])
    run.version = batch.versions[frame.version_id]
    loading.load_services_by_id(batch, [run.version.service_id])
    run.service = batch.services_by_id[run.version.service_id]
    run.node, run.variables, run.memory = frame.node, frame.variables, frame.memory
    run.wait = sessions.waiting_for(Returned, frame.memory)
    reason = "" if completed else "ended_early"
    run.user.pending.appendleft(Pending(run, Returned(completed, reason, custom)))


def go_to(batch: Batch, run: Run, effect: StartService) -> None:
    """Start another service for the same end user, now that this session has ended."""
    service, refusal = find_live(batch, run, effect.service)
    run.user.gotos += 1
    if run.user.gotos > MAX_GOTOS:
        refusal = "goto_limit"
    if service is None or refusal:
        tracing.add(batch, run, run.node, entered=False, reason=refusal, error=effect.service)
        return
    begun = sessions.begin(
        batch,
        run.user,
        Start(
            service=service,
            trigger="service",
            session={**builtins_of(run), **_lowered(effect.variables)},
            request=dict(run.request),
            keyword=run.keyword,
            guard=run.guard,
            code=run.code,
        ),
        run.request_id,
    )
    begun.free_messages = run.free_messages


def find_live(batch: Batch, run: Run, public_id: str) -> tuple[ServiceFacts | None, str]:
    """Look up a service of the same account; say why if it cannot be run."""
    key = (run.user.account.id, public_id)
    loading.load_services(batch, [key])
    service = batch.services[key]
    if service is None:
        return None, "unknown_service"
    if service.status != "live" or service.version_id is None:
        return None, "paused" if service.status == "paused" else "not_live"
    return service, ""


def builtins_of(run: Run) -> dict[str, Any]:
    """Return the built-in session variables, which stay with the session whatever service runs."""
    return {key: value for key, value in run.variables.items() if names.is_builtin("session", key)}


def _lowered(variables: Any) -> dict[str, Any]:  # noqa: ANN401 - a mapping of any values
    return {key.lower(): value for key, value in variables.items()}
