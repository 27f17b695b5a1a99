"""Rounds: in each, every claimed end user has one thing to do, and all of them are done in bulk."""

from collections.abc import Iterable

from flows.appliers import answer_all
from flows.batch import Asked, Batch, Due, Pending, Run, User
from flows.engine.events import Answered
from flows.resolving import RESOLVERS, Done, Hold, Refuse, Resolution, Resume, Start
from flows.runner import loading, locking, sessions, stepping
from flows.runner.locking import Lock

MAX_ROUNDS = 50


def run(batch: Batch, first: set[Lock]) -> None:
    """Work until nobody has anything left to do; after 50 rounds no new event is begun."""
    rounds = 0
    while True:
        if rounds < MAX_ROUNDS:
            _begin_events(batch)
        pending = [user.pending.popleft() for user in batch.users.values() if user.pending]
        if not pending:
            break
        _prepare(batch, [item.run for item in pending], first)
        _answer(batch, [asked for item in pending for asked in stepping.advance(batch, item)])
        rounds += 1


def _begin_events(batch: Batch) -> None:
    """Let everybody who is idle turn to their next event, until each has something to do."""
    while True:
        for user in batch.users.values():
            _reconsider(user)
        items = [
            (user, user.events.popleft())
            for user in batch.users.values()
            if user.events and not user.pending
        ]
        if not items:
            return
        for kind, members in _by_kind(items).items():
            resolutions = RESOLVERS[kind](batch, members)
            for (user, due), resolution in zip(members, resolutions, strict=True):
                _carry_out(batch, user, due, resolution)


def _reconsider(user: User) -> None:
    """Turn to the messages that were held again, if something has happened since."""
    if user.has_moved_on and not user.pending:
        user.events.extendleft(reversed(user.held))
        user.held.clear()
        user.has_moved_on = False


def _by_kind(items: Iterable[tuple[User, Due]]) -> dict[str, list[tuple[User, Due]]]:
    kinds: dict[str, list[tuple[User, Due]]] = {}
    for item in items:
        kinds.setdefault(item[1].kind, []).append(item)
    return kinds


def _carry_out(batch: Batch, user: User, due: Due, resolution: Resolution) -> None:
    """Turn one decision into something pending, or into the event's end."""
    user.has_moved_on |= not isinstance(resolution, Hold)
    match resolution:
        case Resume():
            batch.done.append(due)
            sessions.resume(batch, resolution)
        case Start():
            batch.done.append(due)
            sessions.start(batch, user, due, resolution)
        case Refuse():
            sessions.refuse(batch, user, due, resolution)
        case Hold():
            user.held.append(due)
        case Done():
            batch.done.append(due)


def _prepare(batch: Batch, runs: list[Run], first: set[Lock]) -> None:
    """Lock and read what these sessions may write and see."""
    loading.load_versions(batch, {frame.version_id for run in runs for frame in run.frames})
    versions = {run.version.id: run.version for run in runs}.values()
    locking.lock(batch, first | locking.needed(batch, versions))
    first.clear()
    loading.load_user_variables(batch, (run.user for run in runs))
    loading.load_shared(batch, ((run.service, run.user.sandbox_id) for run in runs))


def _answer(batch: Batch, questions: list[Asked]) -> None:
    """Answer what sessions asked our own database; they go on in the next round."""
    for asked, answer in zip(questions, answer_all(batch, questions), strict=True):
        assert asked.run  # noqa: S101 - only sessions ask
        asked.user.pending.appendleft(Pending(asked.run, Answered(answer)))
