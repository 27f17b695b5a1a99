"""drain(): the one transaction in which everything that follows from a batch of events happens."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, InternalError, OperationalError, transaction
from django.utils import timezone

from flows.batch import Batch, Due
from flows.models import Event
from flows.runner import claim, opening, publishing, rounds, store
from flows.runner.locking import Lock, LockFirst
from mep.base import bulk, queue

MAX_ATTEMPTS = 5
"""How often an event is tried alone when the database gives up on it, as for a deadlock."""

GAVE_UP = (OperationalError, InternalError, InterfaceError)
"""What the database says when it, and not the event, is at fault: ended, cut off, out of time."""

logger = logging.getLogger(__name__)


def drain(lane: str, limit: int = claim.CLAIM_EVENTS) -> int:
    """Work on what is due in a lane; return how many events were taken.

    A batch that fails is rolled back and its events are taken one at a time; one that still fails
    is set aside as dead, so that it does not hold back the others. Without a database nothing can
    be set aside: then the error goes up and everything stays due.
    """
    taken: list[Due] = []
    try:
        return _locked_first(lambda first: _batch(lane, limit, first, taken))
    except Exception:
        if not taken:
            raise
        logger.exception("a batch of %d events failed, taking them one at a time", len(taken))
    stuck: set[int] = set()
    for due in taken:
        if due.end_user_id not in stuck and not _alone(due):
            stuck.add(due.end_user_id)
    return len(taken)


def _locked_first(work: Callable[[set[Lock]], int]) -> int:
    """Do the work; when it finds that it needs a lock earlier, begin again with that lock."""
    first: set[Lock] = set()
    while True:
        try:
            return work(first)
        except LockFirst as missing:
            first |= missing.locks


def _batch(lane: str, limit: int, first: set[Lock], taken: list[Due]) -> int:
    with transaction.atomic():
        claim.limit_time()
        events, has_more = claim.claim(lane, limit)
        if has_more:
            queue.wake(lane)
        if not events:
            return 0
        taken[:] = events
        batch = _work(events, first)
    publishing.tell(batch)
    return len(events)


def _work(events: list[Due], first: set[Lock]) -> Batch:
    batch = opening.open_batch(events, timezone.now())
    rounds.run(batch, first)
    store.save(batch)
    return batch


def _alone(due: Due) -> bool:
    """Work on one event, or set it aside when it fails; say whether the next one may follow it."""

    def work(first: set[Lock]) -> int:
        with transaction.atomic():
            claim.limit_time()
            events = claim.claim_one(due.id)
            batch = _work(events, first) if events else None
        if batch:
            publishing.tell(batch)
        return len(events)

    try:
        _locked_first(work)
    except GAVE_UP as error:
        logger.warning("event %d: %s", due.id, error)
        return _is_given_up(due, error)
    except Exception as error:
        logger.exception("event %d is set aside", due.id)
        _set_aside(due, error)
    return True


def _is_given_up(due: Due, error: Exception) -> bool:
    """Leave an event due that the database could not take just now, but not for ever."""
    rows = bulk.fetch(
        "UPDATE flows_event SET attempts = attempts + 1 WHERE id = %s RETURNING attempts", [due.id]
    )
    is_enough = bool(rows) and rows[0][0] >= MAX_ATTEMPTS
    if is_enough:
        _set_aside(due, error)
    return is_enough


def _set_aside(due: Due, error: Exception) -> None:
    bulk.execute(
        "UPDATE flows_event SET status = %s, reason = 'dead', error = %s, done_at = now()"
        " WHERE id = %s AND status = 0",
        [Event.Status.DEAD, f"{type(error).__name__}: {error}", due.id],
    )
