"""Work in the background on events and outside effects."""

from celery import shared_task

from flows import performers
from flows.runner import drain
from mep.base import bulk, queue

MAX_BATCHES = 25
KEPT_DAYS = 7
EFFECTS_KEPT_DAYS = 30
PRUNED_ROWS = 10_000


@shared_task(name="flows.drain")
def drain_lane(lane: str) -> None:
    """Work on a lane until nothing is due; after many batches let another wake-up go on."""
    queue.started(lane)
    for _ in range(MAX_BATCHES):
        if not drain(lane):
            return
    queue.wake(lane)


@shared_task(name="flows.perform")
def perform(lane: str) -> None:
    """Perform one outside effect that is due, letting the next worker begin before."""
    queue.started(lane)
    while performers.perform_next():
        pass


@shared_task(name="flows.sweep")
def sweep() -> None:
    """Wake whatever has something due: timers that ran out, and wake-ups that were lost."""
    for (lane,) in bulk.fetch(
        "SELECT DISTINCT lane FROM flows_event WHERE status = 0 AND due_at <= now()"
    ):
        queue.wake(lane)
    if bulk.fetch("SELECT 1 FROM flows_effect WHERE status = 'due' AND due_at <= now() LIMIT 1"):
        queue.wake("outside")


@shared_task(name="flows.prune")
def prune() -> None:
    """Delete what nobody looks at any more: events after a week, effects after a month."""
    _prune_events()
    _prune_effects()


def _prune_effects() -> None:
    while bulk.execute(
        "DELETE FROM flows_effect WHERE id IN (SELECT id FROM flows_effect WHERE status <> 'due'"
        " AND done_at < now() - %s * interval '1 day' LIMIT %s)",
        [EFFECTS_KEPT_DAYS, PRUNED_ROWS],
    ):
        pass


def _prune_events() -> None:
    """Delete events that were done with a week ago; a repetition is recognised until then."""
    while bulk.execute(
        "DELETE FROM flows_event WHERE id IN (SELECT id FROM flows_event WHERE status IN (1, 2, 3)"
        " AND done_at < now() - %s * interval '1 day' LIMIT %s)",
        [KEPT_DAYS, PRUNED_ROWS],
    ):
        pass
