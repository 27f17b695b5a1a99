"""After the commit: tell the open pages, wake whoever has something to do."""

from collections.abc import Iterator
from typing import Any

from flows import selectors
from flows.batch import Batch
from flows.lines import event_line_of, trace_line_of
from mep.base import live, queue


def tell(batch: Batch) -> None:
    """Publish each account's new lines and send the wake-ups the batch caused."""
    by_account: dict[int, list[dict[str, Any]]] = {}
    for account_id, line in _watched_lines(batch):
        by_account.setdefault(account_id, []).append(line)
    for account_id, lines in by_account.items():
        live.publish(account_id, lines)
    for call in batch.after_commit:
        call()
    if batch.outside:
        queue.wake("outside")
    if any(user.events for user in batch.users.values()):
        queue.wake("flow")


def _watched_lines(batch: Batch) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give what somebody looks at: visited handlers, and events that nothing took."""
    watched: dict[int, bool] = {}
    for line in batch.lines:
        user = line.run.user
        if user.sandbox_id is None and _is_watched(watched, user.account.id):
            yield user.account.id, trace_line_of(line)
    for due in batch.refused:
        is_told = due.sandbox_id is None and selectors.is_told(due.kind, due.reason)
        if is_told and _is_watched(watched, due.account_id):
            yield due.account_id, event_line_of(batch, due)


def _is_watched(known: dict[int, bool], account_id: int) -> bool:
    if account_id not in known:
        known[account_id] = live.is_watched(account_id)
    return known[account_id]
