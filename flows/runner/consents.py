"""Consent and opt-outs: what sessions ask and record of them."""

from collections.abc import Sequence
from typing import Any

from flows.appliers import answers, applies
from flows.batch import Asked, Batch, User
from flows.engine.effects import CheckConsent, CheckRecipients, RecordConsent
from mep.base import bulk

COLUMNS = (
    "account_id", "end_user_id", "at", "confirmed", "question", "answer", "label", "subscription",
    "code", "keyword", "session_id", "service_id", "version",
)  # fmt: skip


@applies("record_consent")
def record_consents(batch: Batch, asked: Sequence[Asked]) -> None:
    """Keep the proof."""
    bulk.copy_rows("endusers_consent", COLUMNS, [_row(batch, item) for item in asked])


def lift_opt_out(user: User, code: str) -> None:
    """Let messages from a code reach the end user again: at once, since STOP may come next."""
    if user.opt_outs.isdisjoint({"", code}):
        return
    user.opt_outs -= {"", code}
    bulk.execute(
        "DELETE FROM endusers_optout WHERE end_user_id = %s AND code IN ('', %s)", [user.id, code]
    )


def _row(batch: Batch, item: Asked) -> tuple[Any, ...]:
    effect, run = item.effect, item.run
    assert isinstance(effect, RecordConsent)  # noqa: S101 - registered for this kind only
    assert run  # noqa: S101 - only sessions record consent
    return (
        item.user.account.id, item.user.id, batch.now, effect.confirmed, effect.question,
        effect.answer, effect.label, effect.subscription, run.code, run.keyword, run.id,
        run.service.id, run.version.number,
    )  # fmt: skip


@answers("check_consent")
def check_consents(batch: Batch, asked: Sequence[Asked]) -> list[bool]:
    """Tell for each whether the end user's latest word on a subscription was yes."""
    rows = bulk.fetch(
        "SELECT DISTINCT ON (end_user_id, subscription) end_user_id, subscription, confirmed"
        " FROM endusers_consent WHERE end_user_id = ANY(%s)"
        " ORDER BY end_user_id, subscription, at DESC, id DESC",
        [[item.user.id for item in asked]],
    )
    known = {(user_id, subscription): confirmed for user_id, subscription, confirmed in rows}
    return [
        known.get((item.user.id, item.effect.subscription), False)
        for item in asked
        if isinstance(item.effect, CheckConsent)
    ]


@answers("check_recipients")
def check_recipients(batch: Batch, asked: Sequence[Asked]) -> list[dict[str, str]]:
    """Tell for each which of its numbers have opted out of the session's code."""
    return [_refused(item) for item in asked]


def _refused(item: Asked) -> dict[str, str]:
    effect, run = item.effect, item.run
    assert isinstance(effect, CheckRecipients)  # noqa: S101 - registered for this kind only
    assert run  # noqa: S101 - only sessions ask
    rows = bulk.fetch(
        "SELECT u.msisdn FROM endusers_enduser u JOIN endusers_optout o ON o.end_user_id = u.id"
        " WHERE u.account_id = %s AND u.sandbox_id IS NOT DISTINCT FROM %s"
        " AND u.msisdn = ANY(%s) AND o.code IN ('', %s)",
        [item.user.account.id, item.user.sandbox_id, list(effect.numbers), run.code],
    )
    return {number: "opted_out" for (number,) in rows}
