"""Durable runs finished per second, beside empty tasks on the same two workers."""

import time

from tests.bench.bench_el import Row
from tests.bench.installation import make_account, make_service
from tests.bench.workers import READY_SECONDS, queue_length, wait_until, workers

RUNS = 20_000
TASKS = 10_000
SHARE_OF_EMPTY_TASKS = 1.5
FIRST_ID = 1 << 60
LIMIT_SECONDS = 300


def measure() -> list[Row]:
    """Return runs and empty tasks per second, and their ratio."""
    service = make_service(make_account())
    with workers("flow", "prefork", 2):
        tasks = _empty_tasks()
        _accept(service.account_id, service.public_id)
        runs = _runs(service.account_id)
    ratio = runs / tasks
    return [
        Row("durable runs", runs, "/s", None, ok=True),
        Row("empty Celery tasks", tasks, "/s", None, ok=True),
        Row(
            "runs ÷ empty tasks",
            ratio,
            "",
            SHARE_OF_EMPTY_TASKS,
            ratio >= SHARE_OF_EMPTY_TASKS,
            at_least=True,
        ),
    ]


def _empty_tasks() -> float:
    """Return how many tasks that do nothing the workers finish in a second."""
    from tests.bench.app import nothing

    nothing.delay()
    wait_until(lambda: queue_length("flow") == 0, READY_SECONDS)
    time.sleep(1)
    for _ in range(TASKS):
        nothing.delay()
    before, started = queue_length("flow"), time.perf_counter()
    wait_until(lambda: queue_length("flow") == 0, LIMIT_SECONDS)
    return before / (time.perf_counter() - started)


def _accept(account_id: int, service_id: str) -> None:
    """Have the invocations accepted beforehand, each for an end user of its own."""
    from mep.base import bulk

    bulk.execute(
        "INSERT INTO endusers_enduser (id, account_id, msisdn, added_at)"
        " SELECT %s + i, %s, (447700000000 + i)::text, now() FROM generate_series(1, %s) i",
        [FIRST_ID, account_id, RUNS],
    )
    bulk.execute(
        "INSERT INTO flows_event (account_id, end_user_id, kind, target, due_at, created_at,"
        " request_id) SELECT %s, %s + i, 'invoke', %s, now(), now(), 'R' || i"
        " FROM generate_series(1, %s) i",
        [account_id, FIRST_ID, service_id, RUNS],
    )
    bulk.execute("ANALYZE")


def _runs(account_id: int) -> float:
    """Return how many of them are finished in a second, trace, session and SMS stored."""
    from mep.base import bulk, queue

    def is_done() -> bool:
        return not bulk.fetch("SELECT 1 FROM flows_event WHERE status = 0 LIMIT 1")

    started = time.perf_counter()
    queue.wake("flow")
    wait_until(is_done, LIMIT_SECONDS)
    taken = time.perf_counter() - started
    counted = "SELECT count(*) FROM messaging_message WHERE account_id = %s AND status = 'queued'"
    stored = bulk.fetch(counted, [account_id])[0][0]
    assert stored == RUNS, f"{stored} of {RUNS} messages stored"  # noqa: S101
    return RUNS / taken
