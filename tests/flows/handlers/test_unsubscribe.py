"""Unsubscribe."""

import pytest
from pydantic import ValidationError

from flows.engine import effects
from flows.engine.events import Answered
from flows.handlers.unsubscribe import Unsubscribe

TEA = {"mode": "subscription", "subscription": "AAAAAAAAAAA1"}
COMPUTED = {"mode": "expression", "expression": "session.list"}
COLLECTION = {"mode": "collection", "collection": "CCCCCCCCCCC1"}
ALL = {"mode": "all"}


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (TEA, effects.Unsubscribe("one", "AAAAAAAAAAA1")),
        ({**TEA, "opt_out": True}, effects.Unsubscribe("one", "AAAAAAAAAAA1", opt_out=True)),
        (COMPUTED, effects.Unsubscribe("one", "Tea/Green")),
        (COLLECTION, effects.Unsubscribe("collection", "CCCCCCCCCCC1")),
        (ALL, effects.Unsubscribe("all", opt_out=True)),
        ({**ALL, "opt_out": False}, effects.Unsubscribe("all")),
    ],
)
def test_asks_to_leave(run, which, expected):
    played = run(Unsubscribe(which=which), variables={"session.list": "Tea/Green"})

    assert played.effects == (expected,)
    assert played.wait.events == (Answered,)


def test_may_end_the_end_users_other_sessions(run):
    assert run(Unsubscribe(which=TEA, cancel_sessions=True)).effects[0].cancel_sessions


@pytest.mark.parametrize(
    ("count", "outcome"), [(0, "was_not_subscribed"), (1, "unsubscribed"), (7, "unsubscribed")]
)
def test_leaves_by_how_many_lists_were_left(run, count, outcome):
    played = run(Unsubscribe(which=ALL), Answered({"count": count}))

    assert played.outcome == outcome
    assert played.variable("session.unsubscribed.count") == count


def test_fails_when_the_subscription_is_gone(run):
    played = run(Unsubscribe(which=TEA), Answered({"count": 0, "reason": "missing"}))

    assert (played.outcome, played.reason) == ("failed", "missing")
    assert played.visit.error.defect
    assert played.variable("session.unsubscribed.count") == 0


@pytest.mark.parametrize(
    ("expression", "reason"), [("session.nothing", "missing"), ("'a' + 1", "expression")]
)
def test_fails_when_the_expression_names_none(run, expression, reason):
    played = run(Unsubscribe(which={**COMPUTED, "expression": expression}))

    assert (played.outcome, played.reason, played.effects) == ("failed", reason, ())


@pytest.mark.parametrize(
    "which", [{}, {"mode": "subscription"}, {"mode": "collection", "collection": ""}, {"mode": "x"}]
)
def test_refuses_settings(which):
    with pytest.raises(ValidationError):
        Unsubscribe(which=which)


@pytest.mark.parametrize(
    ("which", "summary"),
    [
        (TEA, "AAAAAAAAAAA1"),
        (COMPUTED, "${session.list}"),
        (COLLECTION, "all of a collection"),
        (ALL, "all"),
    ],
)
def test_sums_itself_up(which, summary):
    handler = Unsubscribe(which=which)

    assert handler.summary() == summary
    assert list(handler.writes()) == [("session", "unsubscribed.count")]
