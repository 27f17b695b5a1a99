from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.handlers.branch_weekday import BranchWeekday

SUNDAY_NIGHT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "outcome"),
    [(("monday",), "yes"), (("tuesday", "sunday"), "no"), (("sunday", "monday"), "yes")],
)
def test_says_whether_it_is_one_of_the_days(run, days, outcome):
    play = run(BranchWeekday(days=days))

    assert play.outcome == outcome
    assert play.fields == {"day": "monday"}


@pytest.mark.parametrize(
    ("zone", "session_zone", "outcome"),
    [
        ("", "Europe/London", "sunday"),
        ("Europe/Paris", "Europe/London", "monday"),
        ("", "Europe/Paris", "monday"),
        ("America/New_York", "Europe/Paris", "sunday"),
    ],
)
def test_goes_by_the_day_in_its_zone(run, zone, session_zone, outcome):
    handler = BranchWeekday(per_day=True, zone=zone)

    play = run(handler, now=SUNDAY_NIGHT, zone=ZoneInfo(session_zone))

    assert play.outcome == outcome


def test_goes_by_summer_time(run):
    play = run(BranchWeekday(per_day=True), now=datetime(2026, 6, 7, 23, 30, tzinfo=UTC))

    assert play.outcome == "monday"


def test_names_its_ways_out():
    assert BranchWeekday(days=("monday",)).ways_out() == ("yes", "no")
    assert BranchWeekday(per_day=True).ways_out() == (
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    )  # fmt: skip
    assert BranchWeekday(days=("sunday", "monday")).summary() == "Monday, Sunday"
    assert BranchWeekday(per_day=True).summary() == "every day its own way"


def test_says_that_days_are_missing():
    assert [problem[0] for problem in BranchWeekday().problems()] == ["days"]
    assert list(BranchWeekday(per_day=True).problems()) == []


@pytest.mark.parametrize("settings", [{"days": ("someday",)}, {"zone": "../etc/passwd"}])
def test_refuses_settings(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        BranchWeekday(**settings)
