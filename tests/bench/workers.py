"""Workers, started as the product starts them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mep.base import redis

READY_SECONDS = 60
PAUSE_SECONDS = 0.005


@contextmanager
def workers(queue: str, pool: str, size: int) -> Iterator[None]:
    """Run a Celery worker of a queue until the block ends."""
    log = Path(os.environ["MEP_HOME"]) / f"bench-{queue}.log"
    command = [
        sys.executable, "-m", "celery", "-A", "tests.bench.app", "worker", "-Q", queue, "-P",
        pool, "-c", str(size), "-n", f"{queue}@bench", "-l", "WARNING", "--without-gossip",
        "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    with log.open("wb") as output:
        worker = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)  # noqa: S603
    try:
        yield
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        try:
            worker.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def wait_until(is_done: Callable[[], bool], seconds: float) -> float:
    """Return how long it took until something was so."""
    started = time.perf_counter()
    while not is_done():
        if time.perf_counter() - started > seconds:
            raise TimeoutError(f"not done after {seconds} s")
        time.sleep(PAUSE_SECONDS)
    return time.perf_counter() - started


def queue_length(name: str) -> int:
    """Return how many tasks nobody has taken yet."""
    return int(redis.client().llen(name))
