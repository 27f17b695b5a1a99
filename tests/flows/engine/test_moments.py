"""Dates, weekdays and hours."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from flows.engine.moments import is_within, next_weekday, next_within, parse_moment

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-07-01", "2026-06-30T23:00:00"),
        ("2026-07-01 09:30", "2026-07-01T08:30:00"),
        ("2026-07-01T09:30:15", "2026-07-01T08:30:15"),
        ("2026-01-01 09:30:15", "2026-01-01T09:30:15"),
        ("2026-07-01T09:30:00Z", "2026-07-01T09:30:00"),
        ("2026-07-01T09:30:00+0530", "2026-07-01T04:00:00"),
    ],
)
def test_reads_a_moment(text, expected):
    assert parse_moment(text, LONDON) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "",
        None,
        "now",
        2026,
        "20260701",
        "2026-07-01 9:30",
        "2026-02-30",
        "2026-07-01 24:01",
        "１９",
    ],
)
def test_refuses_what_is_no_moment(value):
    with pytest.raises(ValueError, match=r".+"):
        parse_moment(value, LONDON)


@pytest.mark.parametrize(
    ("clock", "begin", "end", "inside"),
    [
        ("09:00", "09:00", "17:00", True),
        ("17:00", "09:00", "17:00", False),
        ("08:59", "09:00", "17:00", False),
        ("23:00", "22:00", "06:00", True),
        ("05:59", "22:00", "06:00", True),
        ("06:00", "22:00", "06:00", False),
        ("12:00", "22:00", "06:00", False),
    ],
)
def test_a_span_may_cross_midnight(clock, begin, end, inside):
    assert is_within(*map(time.fromisoformat, (clock, begin, end))) is inside


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-10-24T22:00", "2026-10-25T00:30"),
        ("2026-03-28T22:00", "2026-03-29T01:30"),
        ("2026-06-01T01:00", "2026-06-01T01:00"),
    ],
)
def test_hours_hold_when_the_clocks_change(now, expected):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    found = next_within(moment, time(1, 30), time(4, 0), LONDON)

    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_the_next_weekday_is_never_now():
    monday_nine = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    found = next_weekday(monday_nine, ["monday"], time(9, 0), LONDON)

    assert found == datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def test_no_weekday_at_all_is_refused():
    with pytest.raises(ValueError, match="no weekday"):
        next_weekday(datetime(2026, 3, 2, tzinfo=UTC), [], time(9, 0), LONDON)
