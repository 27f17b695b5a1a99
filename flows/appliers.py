"""Who carries out an effect inside our database, and who answers a question; by kind, in bulk.

An ``@applies`` function is called once a batch with all effects of its kind; an ``@answers``
function once a round with all questions of its kind, and returns their answers in the same order.
"""

from collections.abc import Callable, Sequence
from typing import Any

from flows.batch import Asked, Batch

Applier = Callable[[Batch, Sequence[Asked]], None]
Answerer = Callable[[Batch, Sequence[Asked]], Sequence[Any]]

APPLIERS: dict[str, Applier] = {}
ANSWERERS: dict[str, Answerer] = {}


def applies(kind: str) -> Callable[[Applier], Applier]:
    """Register who stores effects of a kind."""

    def register(function: Applier) -> Applier:
        APPLIERS[kind] = function
        return function

    return register


def answers(kind: str) -> Callable[[Answerer], Answerer]:
    """Register who answers questions of a kind."""

    def register(function: Answerer) -> Answerer:
        ANSWERERS[kind] = function
        return function

    return register


def apply_all(batch: Batch) -> None:
    """Store every effect of the batch; those of a kind asked for meanwhile come too."""
    while batch.asked:
        kind, asked = next(iter(batch.asked.items()))
        del batch.asked[kind]
        APPLIERS[kind](batch, asked)


def answer_all(batch: Batch, questions: Sequence[Asked]) -> list[Any]:
    """Answer a round's questions, in their order."""
    by_kind: dict[str, list[int]] = {}
    for index, asked in enumerate(questions):
        by_kind.setdefault(asked.effect.kind, []).append(index)
    found: list[Any] = [None] * len(questions)
    for kind, indexes in by_kind.items():
        given = ANSWERERS[kind](batch, [questions[index] for index in indexes])
        for index, answer in zip(indexes, given, strict=True):
            found[index] = answer
    return found
