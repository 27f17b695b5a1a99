from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mep.messaging.quiet import QuietHours

LONDON = ZoneInfo("Europe/London")
ZONES = [LONDON, *map(ZoneInfo, ("Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "UTC"))]
NIGHT = QuietHours(time(21), time(8))
SIESTA = QuietHours(time(13), time(15, 30))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "at", "end"),
    [
        (NIGHT, "2026-01-05 20:59:59", None),
        (NIGHT, "2026-01-05 21:00", "2026-01-06 08:00"),
        (NIGHT, "2026-01-05 23:59:59", "2026-01-06 08:00"),
        (NIGHT, "2026-01-06 00:00", "2026-01-06 08:00"),
        (NIGHT, "2026-01-06 07:59:59", "2026-01-06 08:00"),
        (NIGHT, "2026-01-06 08:00", None),
        (NIGHT, "2026-12-31 22:00", "2027-01-01 08:00"),
        (SIESTA, "2026-01-05 12:59", None),
        (SIESTA, "2026-01-05 13:00", "2026-01-05 15:30"),
        (SIESTA, "2026-01-05 15:30", None),
        (QuietHours(time(9), time(9)), "2026-01-05 09:00", None),
        (QuietHours(time(0), time(0)), "2026-01-05 09:00", None),
        (QuietHours(time(22), time(0)), "2026-01-05 22:30", "2026-01-06 00:00"),
    ],
)
def test_ends_when_the_hours_are_over(hours, at, end):
    assert hours.end(utc(at), LONDON) == (utc(end) if end else None)


@pytest.mark.parametrize(
    ("zone", "end"),
    [("Asia/Kolkata", "2026-01-06 02:30"), ("America/New_York", None), ("UTC", "2026-01-06 08:00")],
)
def test_hours_are_those_of_the_zone(zone, end):
    assert NIGHT.end(utc("2026-01-05 22:00"), ZoneInfo(zone)) == (utc(end) if end else None)


@pytest.mark.parametrize(
    ("at", "end"),
    [
        # The clock goes forward at 01:00 UTC on 29 March and back on 25 October.
        ("2026-03-28 22:00", "2026-03-29 07:00"),
        ("2026-03-29 00:30", "2026-03-29 07:00"),
        ("2026-10-24 21:00", "2026-10-25 08:00"),
        ("2026-10-25 07:30", "2026-10-25 08:00"),
        ("2026-07-05 19:59", None),
        ("2026-07-05 20:00", "2026-07-06 07:00"),
    ],
)
def test_a_night_over_which_the_clock_changes_ends_by_the_clock(at, end):
    assert NIGHT.end(utc(at), LONDON) == (utc(end) if end else None)


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2026-10-24 23:30", "2026-10-25 01:30"),
        ("2026-10-25 00:10", "2026-10-25 01:30"),
        ("2026-10-25 00:40", None),
        ("2026-10-25 01:10", "2026-10-25 01:30"),
        ("2026-10-25 01:30", None),
    ],
)
def test_an_end_that_the_clock_shows_twice_is_the_second(at, end):
    hours = QuietHours(time(23), time(1, 30))

    assert hours.end(utc(at), LONDON) == (utc(end) if end else None)


@pytest.mark.parametrize(
    ("at", "end"), [("2026-03-29 00:10", "2026-03-29 01:30"), ("2026-03-29 01:00", None)]
)
def test_an_end_that_the_clock_leaves_out_comes_after_the_change(at, end):
    hours = QuietHours(time(23), time(1, 30))

    assert hours.end(utc(at), LONDON) == (utc(end) if end else None)


clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(
    start=clocks,
    until=clocks,
    at=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(ZONES),
)
def test_an_end_is_ahead_within_a_day_and_no_longer_quiet(start, until, at, zone):
    hours = QuietHours(start, until)

    end = hours.end(at, zone)

    if end is not None:
        assert timedelta() < end - at <= timedelta(hours=26)
        assert hours.end(end, zone) is None
