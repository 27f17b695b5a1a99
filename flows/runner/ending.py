"""Sessions that stand and sessions that end."""

from datetime import datetime

from flows.batch import Batch, Run
from flows.engine.events import MessageReceived
from flows.engine.moves import Wait
from flows.engine.states import Status, Step
from flows.runner import tracing
from flows.runner.thawing import extended


def stand(batch: Batch, run: Run, wait: Wait) -> None:
    """Leave a session waiting; an older one that waits for a message on the same code ends."""
    run.status = "waiting"
    run.wait_until, run.waiting_since = wait.until, batch.now
    run.expires_at = extended(run, wait.until)
    if MessageReceived not in wait.events:
        return
    for other in run.user.open_runs():
        if other is not run and other.code == run.code and takes_messages(other):
            end(batch, other, "interrupted", "interrupted")


def takes_messages(run: Run) -> bool:
    """Whether a session waits for a message."""
    return run.status == "waiting" and bool(run.wait and MessageReceived in run.wait.events)


def is_busy(run: Run) -> bool:
    """Whether a session waits for something that will soon come by itself."""
    names = {kind.__name__ for kind in run.wait.events} if run.wait else set()
    return run.status == "waiting" and bool(names & {"MessageReported", "Performed"})


def finish(batch: Batch, run: Run, result: Step) -> None:
    """End a session that ran to its end or failed; its last line says so."""
    line = batch.lines[-1]
    status = "completed" if result.status is Status.COMPLETED else "failed"
    line.ended = status
    line.reason = line.reason or (result.reason if result.reason != "completed" else "")
    _close(batch, run, status, result.reason, batch.now)


def end(batch: Batch, run: Run, status: str, reason: str, note: str = "") -> None:
    """End a session before its time, where it stands, with a line that says why."""
    tracing.add(batch, run, run.node, entered=False, ended=status, reason=reason, error=note)
    _close(batch, run, status, reason, batch.now)


def _close(batch: Batch, run: Run, status: str, reason: str, at: datetime) -> None:
    run.status, run.reason, run.ended_at = status, reason, at
    run.wait, run.wait_until, run.memory = None, None, {}
    run.is_touched = True
