"""Subscribe."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from flows.engine import effects
from flows.engine.events import Answered
from flows.handlers.subscribe import Subscribe

TEA = {"mode": "subscription", "subscription": "AAAAAAAAAAA1"}
COMPUTED = {"mode": "expression", "expression": "session.list", "fallbacks": ["AAAAAAAAAAA1"]}
MSISDN = "447700900001"


def period(frequency, prefix="Offers "):
    to = {"mode": "period", "collection": "C0", "prefix": prefix, "frequency": frequency}
    return Subscribe(to=to)


def answer(status="subscribed", **more):
    return Answered({"status": status, "id": "AAAAAAAAAAA1", "name": "Tea", **more})


def test_asks_for_the_subscription(run):
    (asked,) = run(Subscribe(to=TEA, source="web")).effects

    assert asked == effects.Subscribe("AAAAAAAAAAA1", MSISDN, source="web", resubscribe=False)


@pytest.mark.parametrize(
    ("status", "outcome"), [("subscribed", "subscribed"), ("already", "already_subscribed")]
)
def test_leaves_by_the_answer(run, status, outcome):
    played = run(Subscribe(to=TEA), answer(status))

    assert played.outcome == outcome
    assert played.variable("session.subscription.id") == "AAAAAAAAAAA1"
    assert played.variable("session.subscription.name") == "Tea"


@pytest.mark.parametrize(
    ("reason", "code", "defect"),
    [
        ("missing", "missing", True),
        ("blacklisted", "blacklisted", False),
        ("opted_out", "opted_out", False),
        ("", "missing", False),
    ],
)
def test_fails_when_it_is_refused(run, reason, code, defect):
    played = run(Subscribe(to=TEA), answer("failed", reason=reason, id="", name=""))

    assert (played.outcome, played.reason) == ("failed", code)
    assert played.visit.error.defect is defect
    assert played.variable("session.subscription.id") is None


@pytest.mark.parametrize(
    ("value", "target"),
    [("BBBBBBBBBBB2", "BBBBBBBBBBB2"), (" Tea/Green ", "Tea/Green"), (None, ""), (12, "12")],
)
def test_asks_for_what_the_expression_names(run, value, target):
    (asked,) = run(Subscribe(to=COMPUTED), variables={"session.list": value}).effects

    assert (asked.target, asked.fallbacks) == (target, ("AAAAAAAAAAA1",))


def test_fails_when_the_expression_does(run):
    played = run(Subscribe(to={**COMPUTED, "expression": "'a' + 1"}))

    assert (played.outcome, played.reason, played.effects) == ("failed", "expression", ())


@pytest.mark.parametrize(
    ("frequency", "name"),
    [
        ("hourly", "Offers 2016-04-06 01:00"),
        ("daily", "Offers 2016-04-06"),
        ("weekly", "Offers 2016-W14"),
        ("monthly", "Offers 2016-04"),
        ("yearly", "Offers 2016"),
    ],
)
def test_names_the_list_of_the_period_in_the_zone(run, frequency, name):
    now = datetime(2016, 4, 5, 23, 30, tzinfo=UTC)

    played = run(period(frequency), now=now, zone=ZoneInfo("Europe/Berlin"))

    (asked,) = played.effects
    assert (asked.target, asked.list_prefix, asked.list_name) == ("C0", "Offers ", name)
    assert played.fields == {"subscription": name}


def test_weeks_belong_to_the_year_of_their_thursday(run):
    (asked,) = run(period("weekly"), now=datetime(2027, 1, 2, tzinfo=UTC)).effects

    assert asked.list_name == "Offers 2026-W53"


def test_subscribes_somebody_else(run):
    played = run(Subscribe(to=TEA, who="${session.friend}"), variables={"session.friend": 4477009})

    assert played.effects[0].number == "4477009"


@pytest.mark.parametrize("friend", ["Bob", "", "07700900001", "+447700900001"])
def test_fails_without_an_international_number(run, friend):
    handler = Subscribe(to=TEA, who="${session.friend}")

    played = run(handler, variables={"session.friend": friend})

    assert (played.outcome, played.reason) == ("failed", "number")


@pytest.mark.parametrize(
    ("choice", "user_started", "again"),
    [
        ("own_message", True, True),
        ("own_message", False, False),
        ("always", False, True),
        ("never", True, False),
    ],
)
def test_says_whether_those_who_left_are_put_back(run, choice, user_started, again):
    played = run(Subscribe(to=TEA, resubscribe=choice), user_started=user_started)

    assert played.effects[0].resubscribe is again


@pytest.mark.parametrize(
    "to",
    [
        {},
        {"mode": "subscription"},
        {"mode": "subscription", "subscription": ""},
        {"mode": "expression", "expression": "session.x", "fallbacks": []},
        {"mode": "expression", "expression": "session.", "fallbacks": ["A"]},
        {"mode": "period", "collection": "C0", "prefix": ""},
        {"mode": "period", "collection": "C0", "prefix": "x" * 201},
        {"mode": "period", "collection": "C0", "prefix": "x", "frequency": "never"},
    ],
)
def test_refuses_settings(to):
    with pytest.raises(ValidationError):
        Subscribe(to=to)


def test_sums_itself_up():
    assert Subscribe(to=TEA).summary() == "AAAAAAAAAAA1"
    assert Subscribe(to=COMPUTED).summary() == "${session.list}"
    assert period("daily").summary() == "Offers … daily"
    assert set(Subscribe(to=TEA).writes()) == {
        ("session", "subscription.id"),
        ("session", "subscription.name"),
    }
