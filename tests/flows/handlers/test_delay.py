"""Delay."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.engine.errors import EventNotAwaited
from flows.engine.events import MessageReceived, TimedOut
from flows.handlers.delay import Delay

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        ("PT10S", 10),
        ("PT90M", 5400),
        ("P7D", 7 * 86400),
        ("P90D", 90 * 86400),
        ("${5}", 300),
        ("${session.minutes}", 90),
        ("${0}", 10),
    ],
)
def test_waits_for_a_while(run, duration, seconds):
    played = run(Delay(duration=duration), variables={"session.minutes": "1.5"})

    assert played.wait.until == NOON + timedelta(seconds=seconds)
    assert played.wait.events == (TimedOut,)


def test_goes_on_when_the_time_has_come(run):
    assert run(Delay(duration="PT1H"), TimedOut()).outcome == "continue"


def test_a_message_does_not_end_it(run):
    with pytest.raises(EventNotAwaited):
        run(Delay(duration="PT1H"), MessageReceived("hello"))


@pytest.mark.parametrize("duration", ["${'soon'}", "${null}", "${-5}", "${129601}", "${1 % 0}"])
def test_fails_when_the_time_is_none(run, duration):
    played = run(Delay(duration=duration))

    assert (played.outcome, played.reason) == ("failed", "expression")
    assert played.visit.error.defect


@pytest.mark.parametrize(
    ("begin", "end", "zone", "until"),
    [
        ("09:00", "18:00", "UTC", "2026-03-02 13:00"),
        ("08:00", "13:00", "UTC", "2026-03-03 08:00"),
        ("14:30", "18:00", "UTC", "2026-03-02 14:30"),
        ("22:00", "08:00", "UTC", "2026-03-02 22:00"),
        ("22:00", "14:00", "UTC", "2026-03-02 13:00"),
        ("09:00", "10:00", "America/New_York", "2026-03-02 14:00"),
        ("13:00", "14:00", "UTC", "2026-03-02 13:00"),
    ],
)
def test_continues_only_between_hours_of_the_zone(run, begin, end, zone, until):
    played = run(Delay(duration="PT1H", begin=begin, end=end), zone=ZoneInfo(zone))

    assert f"{played.wait.until:%Y-%m-%d %H:%M}" == until
    assert played.fields["until"] == played.wait.until.isoformat()


def test_an_hour_the_clocks_skip_is_the_one_after(run):
    before = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)
    london = ZoneInfo("Europe/London")

    played = run(Delay(duration="PT1H", begin="01:30", end="05:00"), now=before, zone=london)

    assert played.wait.until == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, []),
        ({"duration": "PT9S"}, [("duration", "range")]),
        ({"duration": "P91D"}, [("duration", "range")]),
        ({"duration": "-P1D"}, [("duration", "range")]),
        ({"duration": "${1}"}, []),
        ({"begin": "09:00"}, [("end", "required")]),
        ({"end": "09:00"}, [("begin", "required")]),
        ({"begin": "09:00", "end": "09:00"}, [("end", "range")]),
        ({"begin": "22:00", "end": "06:00"}, []),
    ],
)
def test_finds_problems(settings, expected):
    handler = Delay.model_validate(settings)

    assert [(field, rule) for field, rule, _ in handler.problems()] == expected


@pytest.mark.parametrize("hour", ["9", "25:00", "09:00Z", "09:00+01:00"])
def test_refuses_what_is_no_hour_of_the_day(hour):
    with pytest.raises(ValueError, match="begin"):
        Delay(begin=hour, end="10:00")


def test_makes_a_loop_harmless():
    assert Delay().waits()
    assert Delay(duration="PT2H").summary() == "PT2H"
