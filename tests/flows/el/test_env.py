"""What an evaluation sees and may spend."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.el import template
from flows.el.env import Env
from flows.el.errors import ElError
from tests.flows.el.environments import env_of

SUMMER = datetime(2016, 7, 1, 23, 30, 5, tzinfo=UTC)
CLOCK = [
    ("date", "2016-07-02"),
    ("time", "2016-07-02 00:30:05"),
    ("localDate", "2016-07-01"),
    ("localTime", "2016-07-01 19:30:05"),
    ("other", ""),
]


@pytest.mark.parametrize(("key", "text"), CLOCK)
def test_tells_the_time_in_london_and_in_the_account_zone(key, text):
    env = env_of(now=SUMMER, zone=ZoneInfo("America/New_York"))

    assert template.render(f"${{system.{key}}}", env) == text


def test_a_given_system_value_wins_over_the_clock():
    env = env_of({"system.date": "2000-01-01"}, now=SUMMER)

    assert env.lookup("system", "date") == "2000-01-01"
    assert env.lookup("system", "time") == "2016-07-02 00:30:05"


def test_an_absent_variable_is_null():
    env = env_of({"user.a": 1})

    assert env.lookup("user", "b") is None
    assert env.lookup("session", "a") is None
    assert env.lookup("nowhere", "a") is None


def test_the_callers_scopes_stay_as_they_are():
    scopes = {"user": {"a": 1}}

    env = Env(scopes, now=SUMMER, random=env_of().random)

    assert scopes == {"user": {"a": 1}}
    assert env.scopes["user"] is scopes["user"]


def test_every_evaluation_begins_with_a_full_budget():
    env = env_of({"user.text": "x" * 60_000})
    text = "${af:length(user.text)}" * 30

    for _ in range(3):
        assert template.render(text, env) == "60000" * 30


def test_an_evaluation_that_does_too_much_is_ended():
    env = env_of({"user.text": "x" * 60_000})

    with pytest.raises(ElError, match="too much work"):
        template.render("${af:length(user.text)}" * 40, env)
