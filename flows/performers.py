"""Who performs an outside effect, and the loop that gives them their work.

A performer is called outside any transaction, holding a lease; it may be called again for the same
effect after a crash, so it sends the effect's id along where the other side can tell repetitions.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from flows import scopes
from flows.answers import SessionAnswer, post_answers
from flows.effect_data import unpacked_effect
from flows.engine.effects import Outside
from mep.base import bulk, queue

LEASE_SECONDS = 90
MAX_ATTEMPTS = 60

CLAIM = """
    UPDATE flows_effect SET attempts = attempts + 1, due_at = now() + %s * interval '1 second',
           leased_until = now() + %s * interval '1 second'
    WHERE id = (SELECT id FROM flows_effect WHERE status = 'due' AND due_at <= now()
                ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, account_id, end_user_id, session_id, wait_number, kind, data, attempts, created_at
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """One effect to perform. ``attempts`` counts this one; ``age`` is since it was asked for."""

    id: int
    account_id: int
    end_user_id: int
    session_id: int
    wait_number: int
    effect: Outside
    attempts: int
    age: timedelta


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it. With ``retry_after`` it is tried again, and nothing is told yet.

    ``data`` goes to the session; ``log`` is kept with the effect in its place, if there is one.
    """

    ok: bool
    reason: str = ""
    message: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    log: Mapping[str, Any] = field(default_factory=dict)
    retry_after: timedelta | None = None

    def kept(self) -> str:
        """Write what is kept with the effect."""
        return scopes.pack(dict(self.log or self.data))


Performer = Callable[[Task], Result]

PERFORMERS: dict[str, Performer] = {}


def performs(kind: str) -> Callable[[Performer], Performer]:
    """Register who performs effects of a kind."""

    def register(function: Performer) -> Performer:
        PERFORMERS[kind] = function
        return function

    return register


def perform_next() -> bool:
    """Perform the effect that is due longest, if any; say whether there was one."""
    rows = bulk.fetch(CLAIM, [LEASE_SECONDS, LEASE_SECONDS])
    if not rows:
        return False
    queue.wake("outside")
    effect_id, account_id, end_user_id, session_id, wait, kind, data, attempts, created = rows[0]
    task = Task(
        effect_id,
        account_id,
        end_user_id,
        session_id,
        wait,
        unpacked_effect(kind, data),
        attempts,
        timezone.now() - created,
    )
    _finish(task, _performed(task))
    return True


def _performed(task: Task) -> Result:
    """Call the performer; a fault of ours ends the effect as failed, with its trace in the log."""
    if task.attempts > MAX_ATTEMPTS:
        return Result(ok=False, reason="internal", message="It was tried too often")
    try:
        return PERFORMERS[task.effect.kind](task)
    except Exception:
        logger.exception("effect %d failed", task.id)
        return Result(ok=False, reason="internal", message="A fault in the platform")


def _finish(task: Task, result: Result) -> None:
    if result.retry_after is not None:
        _again(task, result, result.retry_after)
        return
    with transaction.atomic():
        bulk.execute(
            "UPDATE flows_effect SET status = %s, error = %s, answer = %s, done_at = now(),"
            " leased_until = NULL WHERE id = %s AND status = 'due'",
            [
                "done" if result.ok else "failed",
                result.message,
                result.kept(),
                task.id,
            ],
        )
        if task.wait_number:
            post_answers([_answer(task, result)])
    if task.wait_number:
        queue.wake("flow")


def _again(task: Task, result: Result, after: timedelta) -> None:
    bulk.execute(
        "UPDATE flows_effect SET due_at = now() + %s, leased_until = NULL, error = %s,"
        " answer = %s WHERE id = %s AND status = 'due'",
        [after, result.message, result.kept(), task.id],
    )


def _answer(task: Task, result: Result) -> SessionAnswer:
    return SessionAnswer(
        account_id=task.account_id,
        end_user_id=task.end_user_id,
        session_id=task.session_id,
        kind="performed",
        wait_number=task.wait_number,
        data={
            "ok": result.ok,
            "reason": result.reason,
            "message": result.message,
            "data": dict(result.data),
        },
        key=str(task.id),
    )
