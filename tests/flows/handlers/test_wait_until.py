"""Wait Until."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from flows.engine.events import TimedOut
from flows.handlers.wait_until import WaitUntil

MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def moment(at, **settings):
    return WaitUntil(until={"mode": "moment", "at": at}, **settings)


def weekday(days, at, **settings):
    return WaitUntil(until={"mode": "weekday", "days": days, "at": at}, **settings)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-03-02 12:01", "2026-03-02T12:01"),
        ("2026-03-05", "2026-03-05T00:00"),
        ("2026-07-01T09:30:15", "2026-07-01T08:30"),
        ("2026-07-01T09:30Z", "2026-07-01T09:30"),
        ("2026-07-01 09:30+02:00", "2026-07-01T07:30"),
        ("${session.date}", "2026-03-20T14:00"),
        ("${session.date}:30", "2026-03-20T14:00"),
    ],
)
def test_waits_until_a_moment_in_the_zone(run, at, until):
    played = run(moment(at), variables={"session.date": "2026-03-20 14:00"})

    assert f"{played.wait.until:%Y-%m-%dT%H:%M}" == until
    assert played.wait.events == (TimedOut,)


def test_goes_on_when_the_time_has_come(run):
    assert run(moment("2026-03-05 09:00"), TimedOut()).outcome == "continue"


@pytest.mark.parametrize("at", ["2026-03-02 12:00", "2026-03-01", "1999-01-01 00:00"])
def test_a_moment_that_has_gone_by(run, at):
    assert run(moment(at)).outcome == "already_past"


def test_an_unlinked_already_past_goes_where_continue_goes():
    assert WaitUntil.joins == {"already_past": "continue"}


@pytest.mark.parametrize(
    ("days", "at", "until"),
    [
        (["monday"], "13:00", "2026-03-02 13:00"),
        (["monday"], "12:00", "2026-03-09 12:00"),
        (["monday"], "11:00", "2026-03-09 11:00"),
        (["tuesday", "friday"], "09:00", "2026-03-03 09:00"),
        (["sunday"], "23:59", "2026-03-08 23:59"),
    ],
)
def test_waits_until_the_next_of_some_weekdays(run, days, at, until):
    played = run(weekday(days, at))

    assert f"{played.wait.until:%Y-%m-%d %H:%M}" == until


def test_weekdays_are_those_of_the_zone(run):
    late = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)

    played = run(weekday(["tuesday"], "09:00"), now=late, zone=ZoneInfo("Asia/Tokyo"))

    assert played.wait.until == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)


def test_a_zone_of_its_own_comes_first(run):
    played = run(moment("2026-03-05 09:00", zone="Asia/Tokyo"))

    assert played.wait.until == datetime(2026, 3, 5, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "at",
    [
        "${session.nothing}",
        "${'tomorrow'}",
        "${'2026-13-01'}",
        "${'2026-03-05 25:00'}",
        "${'05/03/2026'}",
        "${'9999-12-31 23:59:59'}",
        "${'2026-08-31 09:00'}",
        "${1 % 0}",
    ],
)
def test_fails_without_a_moment_it_can_wait_for(run, at):
    played = run(moment(at))

    assert (played.outcome, played.reason) == ("failed", "expression")


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (moment("2026-03-05"), []),
        (moment("${session.x}"), []),
        (moment("next week"), [("until.at", "moment")]),
        (moment("2026-02-30"), [("until.at", "moment")]),
        (moment("2026-03-05", zone="Mars/Olympus"), [("zone", "zone")]),
        (moment("2026-03-05", zone="../etc/passwd"), [("zone", "zone")]),
        (weekday(["monday"], "09:00"), []),
    ],
)
def test_finds_problems(handler, expected):
    assert [(field, rule) for field, rule, _ in handler.problems()] == expected


@pytest.mark.parametrize(
    "until",
    [
        {},
        {"mode": "moment"},
        {"mode": "moment", "at": ""},
        {"mode": "weekday", "days": [], "at": "09:00"},
        {"mode": "weekday", "days": ["someday"], "at": "09:00"},
        {"mode": "weekday", "days": ["monday"], "at": "09:00Z"},
        {"mode": "never"},
    ],
)
def test_refuses_settings(until):
    with pytest.raises(ValidationError):
        WaitUntil(until=until)


def test_sums_itself_up():
    assert moment("${x.y}".replace("x", "user")).summary() == "${user.y}"
    assert weekday(["monday", "friday"], "09:00").summary() == "Monday, Friday 09:00"
    assert moment("2026-03-05").waits()
