"""Storing outside effects: one row each, performed after the commit by whoever holds its lease."""

from flows.batch import Batch
from flows.effect_data import packed_effect
from flows.engine.effects import Outside
from mep.base import bulk

COLUMNS = (
    "session_id",
    "end_user_id",
    "visit",
    "wait_number",
    "kind",
    "data",
    "due_at",
    "created_at",
)


def save(batch: Batch) -> None:
    """Insert this batch's outside effects."""
    rows = []
    for asked in batch.outside:
        assert asked.run and isinstance(asked.effect, Outside)  # noqa: S101, PT018 - as gathered
        rows.append(
            (
                asked.user.account.id, asked.user.sandbox_id, asked.run.id, asked.user.id,
                asked.visit, asked.wait_number, asked.effect.kind, packed_effect(asked.effect),
                batch.now, batch.now,
            )
        )  # fmt: skip
    if rows:
        bulk.copy_rows("flows_effect", ("account_id", "sandbox_id", *COLUMNS), rows)
