from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.handlers.branch_time import BranchTime

WORKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def window(number, starts, ends, **settings):
    label = f"Window {number}"
    return {"id": f"c{number}", "label": label, "starts": starts, "ends": ends, **settings}


def branch(*windows, **settings):
    return BranchTime.model_validate({"windows": windows, **settings})


def at(day, hour, minute=0, second=0, month=3):
    return datetime(2026, month, day, hour, minute, second, tzinfo=UTC)


OPEN = window(1, "09:00", "17:30", days=WORKDAYS)
NIGHT = window(2, "22:00", "02:00", days=["friday"])
ALL_DAY = window(3, "00:00", "00:00")


@pytest.mark.parametrize(
    ("windows", "now", "outcome"),
    [
        ([OPEN], at(2, 8, 59, 59), "otherwise"),
        ([OPEN], at(2, 9), "c1"),
        ([OPEN], at(2, 17, 29, 59), "c1"),
        ([OPEN], at(2, 17, 30), "otherwise"),
        ([OPEN], at(1, 12), "otherwise"),
        ([NIGHT], at(6, 21, 59), "otherwise"),
        ([NIGHT], at(6, 23), "c2"),
        ([NIGHT], at(7, 1, 59), "c2"),
        ([NIGHT], at(7, 2), "otherwise"),
        ([NIGHT], at(7, 23), "otherwise"),
        ([NIGHT], at(6, 1), "otherwise"),
        ([ALL_DAY], at(1, 0), "c3"),
        ([ALL_DAY], at(1, 23, 59, 59), "c3"),
        ([window(4, "09:00", "09:00", days=["monday"])], at(3, 8, 59), "c4"),
        ([window(4, "09:00", "09:00", days=["monday"])], at(3, 9), "otherwise"),
        ([OPEN, ALL_DAY], at(2, 12), "c1"),
        ([ALL_DAY, OPEN], at(2, 12), "c3"),
        ([OPEN, ALL_DAY], at(2, 20), "c3"),
    ],
)
def test_takes_the_first_window_that_holds(run, windows, now, outcome):
    assert run(branch(*windows), now=now).outcome == outcome


@pytest.mark.parametrize(
    ("holidays", "now", "outcome"),
    [
        ("no", at(6, 12), "otherwise"),
        ("also", at(6, 12), "c1"),
        ("only", at(6, 12), "c1"),
        ("only", at(5, 12), "otherwise"),
        ("no", at(5, 12), "c1"),
        ("also", at(7, 12), "otherwise"),
    ],
)
def test_knows_holidays(run, holidays, now, outcome):
    handler = branch({**OPEN, "holidays": holidays}, holidays=["2026-03-06"])

    assert run(handler, now=now).outcome == outcome


def test_counts_a_night_to_the_day_it_began(run):
    night = window(1, "22:00", "02:00")

    assert run(branch(night, holidays=["2026-03-06"]), now=at(7, 1)).outcome == "otherwise"
    assert run(branch(night, holidays=["2026-03-07"]), now=at(7, 1)).outcome == "c1"


@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        (at(27, 9), "c1"),
        (at(27, 8), "otherwise"),
        (at(30, 8), "c1"),
        (at(30, 17), "otherwise"),
    ],
)
def test_follows_summer_time(run, now, outcome):
    play = run(branch(window(1, "09:00", "18:00"), zone="Europe/London"), now=now)

    assert play.outcome == outcome


@pytest.mark.parametrize("hour", [0, 1])
def test_holds_in_both_of_two_equal_hours(run, hour):
    handler = branch(window(1, "01:00", "02:00"))

    assert run(handler, now=at(25, hour, 30, month=10)).outcome == "c1"


def test_goes_by_the_zone_of_the_session(run):
    play = run(branch(window(1, "21:00", "22:00")), zone=ZoneInfo("Asia/Tokyo"))

    assert play.outcome == "c1"
    assert play.fields["now"] == "2026-03-02T21:00:00+09:00"


@pytest.mark.parametrize(
    "settings",
    [
        {"windows": []},
        {"windows": [window(n, "01:00", "02:00") for n in range(1, 12)]},
        {"windows": [window(1, "25:00", "02:00")]},
        {"windows": [window(1, "01:00Z", "02:00")]},
        {"windows": [window(1, "01:00", "02:00", days=[])]},
        {"holidays": ["2026-02-30"], "windows": [OPEN]},
        {"holidays": ["25/12"], "windows": [OPEN]},
        {"zone": "Mars", "windows": [OPEN]},
    ],
)
def test_refuses_settings(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        BranchTime.model_validate(settings)


@pytest.mark.parametrize(
    ("windows", "field"),
    [
        ([OPEN, {**NIGHT, "label": "window 1"}], "windows.1.label"),
        ([OPEN, {**NIGHT, "id": "c1"}], "windows.1.id"),
        ([{**OPEN, "holidays": "only"}], "windows.0.holidays"),
    ],
)
def test_says_what_is_wrong(windows, field):
    assert [problem[0] for problem in branch(*windows).problems()] == [field]


def test_names_its_ways_out():
    handler = branch(OPEN, NIGHT)

    assert handler.ways_out() == ("c1", "c2", "otherwise")
    assert handler.summary() == "Window 1 09:00–17:30, Window 2 22:00–02:00"
