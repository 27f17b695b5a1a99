"""Answers to what sessions wait for, posted as events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flows import scopes
from mep.base import bulk


@dataclass(frozen=True, slots=True)
class SessionAnswer:
    """What a session waited for. ``key`` tells it from any other answer to the same session."""

    account_id: int
    end_user_id: int
    session_id: int
    kind: str
    wait_number: int
    data: dict[str, Any]
    key: str


def post_answers(answers: Sequence[SessionAnswer]) -> None:
    """Tell sessions what they waited for, each answer once.

    Called inside the transaction that stores what happened; the caller wakes ``flow`` after it.
    """
    rows = [
        (
            answer.account_id,
            answer.end_user_id,
            f"{answer.session_id:012X}",
            answer.kind,
            answer.wait_number,
            scopes.pack(answer.data),
            f"{answer.kind}:{answer.key}",
        )
        for answer in answers
    ]
    bulk.execute(
        "INSERT INTO flows_event (account_id, end_user_id, target, kind, wait_number, data,"
        " dedup_key, lane, due_at, created_at)"
        " SELECT *, 'flow', now(), now() FROM unnest(%s::bigint[], %s::bigint[], %s::text[],"
        " %s::text[], %s::int[], %s::text[], %s::text[])"
        " ON CONFLICT (account_id, dedup_key) WHERE dedup_key IS NOT NULL DO NOTHING",
        bulk.columns(rows, 7),
    )
