"""After the commit: tell the open pages, wake whoever has something to do."""

from flows.batch import Batch
from flows.lines import trace_line_of
from mep.base import live, queue


def tell(batch: Batch) -> None:
    """Publish each account's new lines and send the wake-ups the batch caused."""
    by_account: dict[int, list[dict[str, object]]] = {}
    watched: dict[int, bool] = {}
    for line in batch.lines:
        user = line.run.user
        if user.sandbox_id is None and _is_watched(watched, user.account.id):
            by_account.setdefault(user.account.id, []).append(trace_line_of(line))
    for account_id, lines in by_account.items():
        live.publish(account_id, lines)
    for call in batch.after_commit:
        call()
    if batch.outside:
        queue.wake("outside")
    if batch.released or any(user.events for user in batch.users.values()):
        queue.wake("flow")


def _is_watched(known: dict[int, bool], account_id: int) -> bool:
    if account_id not in known:
        known[account_id] = live.is_watched(account_id)
    return known[account_id]
