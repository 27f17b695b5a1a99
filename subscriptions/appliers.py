"""Subscribing and unsubscribing on behalf of sessions, within the batch's transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from flows.appliers import answers
from flows.batch import Asked, Batch
from flows.engine.effects import CheckSubscription, Subscribe, Unsubscribe
from flows.runner import consents
from mep.base import bulk
from subscriptions import generated, leaving, targets
from subscriptions.targets import Target


@answers("subscribe")
def subscribe(batch: Batch, asked: Sequence[Asked]) -> list[dict[str, Any]]:
    """Put people on subscriptions; a disabled one still gains members through services."""
    found = _chosen(batch, asked)
    people = targets.find_people(batch, [(item, _effect(item).number) for item in asked])
    wanted = [
        (target.id, person)
        for target, person in zip(found, people, strict=True)
        if target and person
    ]
    stays = _stays(wanted)
    joined: set[tuple[int, int]] = set()
    told = []
    for item, target, person in zip(asked, found, people, strict=True):
        told.append(_join(item, target, person, stays, joined))
        if person == item.user.id and told[-1]["status"] != "failed":
            _lift_opt_out(item)
    _insert(batch, asked, found, people, joined)
    return told


def _lift_opt_out(item: Asked) -> None:
    """Take joining through an opt-in keyword as the wish to get messages again."""
    if item.run and item.run.guard == "opt_in":
        consents.lift_opt_out(item.user, item.run.code)


def _effect(item: Asked) -> Subscribe:
    assert isinstance(item.effect, Subscribe)  # noqa: S101 - registered for this kind only
    return item.effect


def _chosen(batch: Batch, asked: Sequence[Asked]) -> list[Target | None]:
    """Return which subscription each asks for.

    The named, else its first fallback, or the period's list.
    """
    names = [
        (item.user.account.id, name)
        for item in asked
        for name in (_effect(item).target, *_effect(item).fallbacks)
        if not _effect(item).list_name
    ]
    known = targets.find(names)
    return [_one(batch, item, known) for item in asked]


def _one(batch: Batch, item: Asked, known: dict[tuple[int, str], Target]) -> Target | None:
    effect, account_id = _effect(item), item.user.account.id
    if effect.list_name:
        return generated.list_of_period(account_id, effect.target, effect.list_name, batch.now)
    first = known.get((account_id, effect.target))
    if first and (first.enabled or not effect.fallbacks):
        return first
    rest = (known.get((account_id, name)) for name in effect.fallbacks)
    return next((target for target in rest if target), first)


def _stays(wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bool]:
    """Return for each (subscription, person) whether a stay goes on.

    Those never on it are left out.
    """
    pairs = list(wanted)
    rows = bulk.fetch(
        "SELECT subscription_id, end_user_id, bool_or(until IS NULL)"
        " FROM subscriptions_membership WHERE (subscription_id, end_user_id) IN"
        " (SELECT * FROM unnest(%s::bigint[], %s::bigint[])) GROUP BY 1, 2",
        bulk.columns(pairs, 2),
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _join(
    item: Asked,
    target: Target | None,
    person: int | None,
    stays: dict[tuple[int, int], bool],
    joined: set[tuple[int, int]],
) -> dict[str, Any]:
    if target is None or person is None:
        return {"status": "failed", "reason": "missing" if target is None else "number"}
    told = {"status": "already", "id": target.public_id, "name": target.name}
    key = (target.id, person)
    if stays.get(key) or key in joined:
        return told
    if key in stays and not _effect(item).resubscribe:
        return {**told, "status": "failed", "reason": "left_before"}
    joined.add(key)
    return {**told, "status": "subscribed"}


def _insert(
    batch: Batch,
    asked: Sequence[Asked],
    found: Sequence[Target | None],
    people: Sequence[int | None],
    joined: set[tuple[int, int]],
) -> None:
    sources = {
        (target.id, person): _effect(item).source or "service"
        for item, target, person in zip(asked, found, people, strict=True)
        if target and person
    }
    rows = [(*key, batch.now, sources[key][:32]) for key in sorted(joined)]
    if rows:
        bulk.execute(
            "INSERT INTO subscriptions_membership"
            " (subscription_id, end_user_id, since, source, reason, suspended)"
            " SELECT *, '', false FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[],"
            " %s::text[]) ON CONFLICT DO NOTHING",
            bulk.columns(rows, 4),
        )


@answers("unsubscribe")
def unsubscribe(batch: Batch, asked: Sequence[Asked]) -> list[dict[str, Any]]:
    """Take people off one subscription, those of a collection, or all unprotected ones."""
    return [_leave(batch, item) for item in asked]


def _leave(batch: Batch, item: Asked) -> dict[str, Any]:
    effect = item.effect
    assert isinstance(effect, Unsubscribe)  # noqa: S101 - registered for this kind only
    told = leaving.leave(batch, item, effect)
    if "reason" not in told:
        if effect.opt_out:
            leaving.opt_out(batch, item)
        if effect.cancel_sessions:
            leaving.cancel_sessions(batch, item)
    return told


@answers("check_subscription")
def check_subscriptions(batch: Batch, asked: Sequence[Asked]) -> list[dict[str, str]]:
    """Tell for each subscription whether the end user is on it, was, or never."""
    names = [
        (item.user.account.id, name)
        for item in asked
        if isinstance(item.effect, CheckSubscription)
        for name in item.effect.targets
    ]
    known = targets.find(names)
    stays = _stays({(target.id, item.user.id) for target in known.values() for item in asked})
    return [_standing(item, known, stays) for item in asked]


def _standing(
    item: Asked,
    known: dict[tuple[int, str], Target],
    stays: dict[tuple[int, int], bool],
) -> dict[str, str]:
    assert isinstance(item.effect, CheckSubscription)  # noqa: S101 - registered for this kind only
    told = {}
    for name in item.effect.targets:
        target = known.get((item.user.account.id, name))
        stay = stays.get((target.id, item.user.id)) if target else None
        words = {True: "subscribed", False: "was", None: "not"}
        told[name] = words[stay] if target else "missing"
    return told
