from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.handlers.branch_dates import BranchDates

MARCH = {"starts": "2026-03-01T09:00", "ends": "2026-03-31T18:00"}


@pytest.mark.parametrize(
    ("settings", "now", "outcome"),
    [
        (MARCH, datetime(2026, 3, 1, 8, 59, 59, tzinfo=UTC), "before"),
        (MARCH, datetime(2026, 3, 1, 9, 0, tzinfo=UTC), "during"),
        (MARCH, datetime(2026, 3, 31, 16, 59, 59, tzinfo=UTC), "during"),
        (MARCH, datetime(2026, 3, 31, 17, 0, tzinfo=UTC), "after"),
        ({"starts": MARCH["starts"]}, datetime(2030, 1, 1, tzinfo=UTC), "during"),
        ({"starts": MARCH["starts"]}, datetime(2020, 1, 1, tzinfo=UTC), "before"),
        ({"ends": MARCH["ends"]}, datetime(2020, 1, 1, tzinfo=UTC), "during"),
        ({"ends": MARCH["ends"]}, datetime(2030, 1, 1, tzinfo=UTC), "after"),
    ],
)
def test_places_now_in_the_period(run, settings, now, outcome):
    assert run(BranchDates.model_validate(settings), now=now).outcome == outcome


@pytest.mark.parametrize(
    ("zone", "hour", "outcome"),
    [
        ("Asia/Tokyo", 0, "during"),
        ("Asia/Tokyo", 9, "after"),
        ("America/New_York", 0, "before"),
        ("", 9, "during"),
    ],
)
def test_reads_times_in_its_zone(run, zone, hour, outcome):
    handler = BranchDates.model_validate(
        {"starts": "2026-03-02T09:00", "ends": "2026-03-02T18:00", "zone": zone}
    )

    assert run(handler, now=datetime(2026, 3, 2, hour, tzinfo=UTC)).outcome == outcome


def test_reads_times_in_the_zone_of_the_session(run):
    handler = BranchDates.model_validate({"starts": "2026-03-02T21:00"})

    play = run(handler, zone=ZoneInfo("Asia/Tokyo"))

    assert play.outcome == "during"
    assert play.fields["now"] == "2026-03-02T21:00:00+09:00"


@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        (datetime(2026, 10, 25, 0, 15, tzinfo=UTC), "before"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "during"),
        (datetime(2026, 10, 25, 1, 15, tzinfo=UTC), "during"),
    ],
)
def test_begins_at_the_first_of_two_equal_hours(run, now, outcome):
    assert (
        run(BranchDates.model_validate({"starts": "2026-10-25T01:30"}), now=now).outcome == outcome
    )


def test_takes_a_time_with_a_zone_of_its_own(run):
    handler = BranchDates.model_validate({"starts": "2026-03-02T14:00+02:00", "zone": "Asia/Tokyo"})

    assert run(handler).outcome == "during"


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({}, "starts"),
        ({"starts": MARCH["ends"], "ends": MARCH["starts"]}, "ends"),
        ({"starts": MARCH["ends"], "ends": MARCH["ends"]}, "ends"),
    ],
)
def test_says_what_is_wrong(settings, field):
    handler = BranchDates.model_validate(settings)

    assert [problem[0] for problem in handler.problems()] == [field]


@pytest.mark.parametrize("settings", [{"starts": "soon"}, {"zone": "Europe/Atlantis"}])
def test_refuses_settings(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        BranchDates.model_validate(settings)


def test_names_its_ways_out():
    handler = BranchDates.model_validate(MARCH)

    assert handler.ways_out() == ("before", "during", "after")
    assert handler.summary() == "from 2026-03-01 09:00 until 2026-03-31 18:00"
    assert list(handler.problems()) == []
