"""Storing a batch: a few bulk statements, whatever its size."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from flows import scopes
from flows.appliers import apply_all
from flows.batch import Batch, Line, NewEvent, Run
from flows.models import Event
from flows.runner import effects, thawing, variables
from mep.base import bulk

HELD_FOR = timedelta(seconds=60)

SESSION_COLUMNS = (
    "id", "account_id", "sandbox_id", "end_user_id", "service_id", "version_id", "trigger",
    "keyword", "guard", "code", "request_id", "started_at", "status", "reason", "node", "awaits",
    "wait_number", "wait_until", "waiting_since", "state", "variables", "request_variables",
    "visits", "resumes", "last_at", "ended_at", "expires_at",
)  # fmt: skip
FIRST_CHANGING = SESSION_COLUMNS.index("status")
TYPES = {
    "id": "bigint", "wait_number": "int", "visits": "int", "resumes": "int",
    "wait_until": "timestamptz", "waiting_since": "timestamptz", "last_at": "timestamptz",
    "ended_at": "timestamptz", "expires_at": "timestamptz",
}  # fmt: skip
LINE_COLUMNS = (
    "account_id", "sandbox_id", "session_id", "service_id", "version_id", "number", "node",
    "handler", "entered", "outcome", "ended", "reason", "error", "data", "seed",
    "microseconds", "at",
)  # fmt: skip
EVENT_COLUMNS = (
    "account_id", "sandbox_id", "end_user_id", "lane", "kind", "data", "target", "wait_number",
    "due_at", "created_at",
)  # fmt: skip


def save(batch: Batch) -> None:
    """Write everything the batch holds; the caller commits."""
    runs = [run for user in batch.users.values() for run in user.runs.values() if run.is_touched]
    _save_sessions(batch, runs)
    _save_lines(batch.lines)
    variables.save(batch)
    apply_all(batch)
    effects.save(batch)
    _save_timers(batch, runs)
    _save_users(batch)
    _close_events(batch)


def _save_sessions(batch: Batch, runs: list[Run]) -> None:
    new = [_row(batch, run) for run in runs if run.is_new]
    old = [_row(batch, run) for run in runs if not run.is_new]
    if new:
        bulk.copy_rows("flows_session", SESSION_COLUMNS, new)
    if old:
        names = ("id", *SESSION_COLUMNS[FIRST_CHANGING:])
        rows = [(row[0], *row[FIRST_CHANGING:]) for row in old]
        arrays = ", ".join(f"%s::{TYPES.get(name, 'text')}[]" for name in names)
        assignments = ", ".join(f"{name} = new.{name}" for name in names[1:])
        bulk.execute(
            f"UPDATE flows_session SET {assignments} FROM unnest({arrays})"  # noqa: S608 - ours
            f" AS new({', '.join(names)}) WHERE flows_session.id = new.id",
            bulk.columns(rows, len(names)),
        )


def _row(batch: Batch, run: Run) -> tuple[Any, ...]:
    user = run.user
    return (
        run.id, user.account.id, user.sandbox_id, user.id, run.root.id, run.root_version.id,
        run.trigger, run.keyword, run.guard, run.code, run.request_id, run.started_at, run.status,
        run.reason, run.node, thawing.awaits(run), run.wait_number, run.wait_until,
        run.waiting_since, thawing.frozen_state(run), scopes.pack(run.variables),
        scopes.pack(run.request), run.visits, run.resumes, batch.now, run.ended_at, run.expires_at,
    )  # fmt: skip


def _save_lines(lines: list[Line]) -> None:
    if lines:
        bulk.copy_rows("flows_traceline", LINE_COLUMNS, (_line_row(line) for line in lines))


def _line_row(line: Line) -> tuple[Any, ...]:
    user = line.run.user
    return (
        user.account.id, user.sandbox_id, line.run.id, line.service.id, line.version.id,
        line.number, line.node, line.handler, line.entered, line.outcome, line.ended, line.reason,
        line.error, scopes.pack(line.data), line.seed, line.microseconds, line.at,
    )  # fmt: skip


def _save_timers(batch: Batch, runs: list[Run]) -> None:
    """Delete the timers of waits that are over, add those of waits that have begun."""
    over = [run.public_id for run in runs if run.had_timer]
    if over:
        bulk.execute(
            "DELETE FROM flows_event WHERE status = 0 AND kind = 'timeout' AND target = ANY(%s)",
            [over],
        )
    for run in runs:
        if run.status == "waiting":
            due_at = min(run.wait_until or run.expires_at, run.expires_at)
            batch.events.append(
                NewEvent(run.user, "timeout", run.public_id, run.wait_number, due_at)
            )
    rows = (
        (
            event.user.account.id, event.user.sandbox_id, event.user.id, "flow", event.kind,
            event.data, event.target, event.wait_number, event.due_at, batch.now,
        )
        for event in batch.events
    )  # fmt: skip
    if batch.events:
        bulk.copy_rows("flows_event", EVENT_COLUMNS, rows)


def _save_users(batch: Batch) -> None:
    changed = [(user.id, user.network) for user in batch.users.values() if user.is_network_changed]
    if changed:
        bulk.execute(
            "UPDATE endusers_enduser u SET network = new.network"
            " FROM unnest(%s::bigint[], %s::text[]) AS new(id, network) WHERE u.id = new.id",
            bulk.columns(changed, 2),
        )
    seen = [user.id for user in batch.users.values() if user.is_seen]
    if seen:
        bulk.execute(
            "UPDATE endusers_enduser SET last_seen_at = %s WHERE id = ANY(%s)", [batch.now, seen]
        )


def _close_events(batch: Batch) -> None:
    """Mark what is done or refused.

    What is held comes again with the next event of its end user, or after a minute.
    """
    closed = [(due.id, int(Event.Status.DONE), "") for due in batch.done]
    for due in batch.refused:
        status = Event.Status.DROPPED if due.is_dropped else Event.Status.REFUSED
        closed.append((due.id, int(status), due.reason))
    if closed:
        bulk.execute(
            "UPDATE flows_event e SET status = new.status, reason = new.reason, done_at = %s"
            " FROM unnest(%s::bigint[], %s::smallint[], %s::text[]) AS new(id, status, reason)"
            " WHERE e.id = new.id",
            [timezone.now(), *bulk.columns(closed, 3)],
        )
    held = [
        (due.id, due.created_at + HELD_FOR) for user in batch.users.values() for due in user.held
    ]
    if held:
        bulk.execute(
            "UPDATE flows_event e SET due_at = new.due_at"
            " FROM unnest(%s::bigint[], %s::timestamptz[]) AS new(id, due_at) WHERE e.id = new.id",
            bulk.columns(held, 2),
        )
    left = [due.id for user in batch.users.values() for due in user.events]
    if left:
        bulk.execute(
            "UPDATE flows_event SET due_at = least(due_at, %s) WHERE id = ANY(%s)",
            [batch.now, left],
        )
