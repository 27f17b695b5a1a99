"""Variables a step changed, taken over into what the batch holds in memory."""

from collections.abc import Callable, Iterable

from flows.batch import Batch, Run
from flows.el.values import Value
from flows.engine.context import Change

OWNERS: dict[str, Callable[[Run], int]] = {
    "userservice": lambda run: run.service.id,
    "userservicecoll": lambda run: run.service.collection_id,
    "service": lambda run: run.service.id,
    "servicecoll": lambda run: run.service.collection_id,
    "user": lambda run: 0,
}


def absorb(batch: Batch, run: Run, changes: Iterable[Change]) -> None:
    """Apply changes in order; the store writes each changed variable once, as it then stands."""
    for change in changes:
        if change.scope == "session":
            _put(run.variables, change)
        elif change.scope == "request":
            _put(run.request, change)
        else:
            _absorb_stored(batch, run, change)


def _absorb_stored(batch: Batch, run: Run, change: Change) -> None:
    owner = OWNERS[change.scope](run)
    batch.names[change.key] = change.name or change.key
    if change.scope in ("service", "servicecoll"):
        _put(batch.shared[change.scope, owner, run.user.sandbox_id], change)
        batch.changed[change.scope, owner, run.user.sandbox_id, change.key] = None
    else:
        _put(run.user.variables.setdefault((change.scope, owner), {}), change)
        batch.changed_of_user[run.user.id, change.scope, owner, change.key] = None


def _put(values: dict[str, Value], change: Change) -> None:
    if change.cleared:
        values.pop(change.key, None)
    else:
        values[change.key] = change.after
