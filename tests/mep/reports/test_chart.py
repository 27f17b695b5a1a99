"""The chart of the home page."""

from datetime import UTC, datetime

import pytest

from mep.reports import chart

NOW = datetime(2026, 11, 18, 13, 20, tzinfo=UTC)


@pytest.fixture
def reader(user):
    user.time_zone = "Europe/London"
    return user


def draw(outbound, inbound, reader):
    return chart.draw(outbound, inbound, NOW, reader)


def test_draws_a_bar_for_every_hour_and_direction(reader):
    drawn = draw([4] * 24, [2] * 24, reader)

    assert len(drawn.bars) == 48
    assert drawn.bars[0].height == 2 * drawn.bars[1].height
    assert drawn.bars[-1].title == "12:20–13:20: 2 in"


def test_the_table_says_the_same(reader):
    drawn = draw(list(range(24)), [0] * 24, reader)

    assert [hour.outbound for hour in drawn.hours] == list(range(24))
    assert drawn.hours[0].words == "13:20–14:20"


def test_times_are_full_hours_of_the_login(reader):
    reader.time_zone = "Asia/Kolkata"

    drawn = draw([1] * 24, [1] * 24, reader)

    assert [mark.words for mark in drawn.times] == [
        "21:00", "00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("most", "levels"),
    [
        (1, ["1"]),
        (4, ["1", "2", "3", "4"]),
        (17, ["5", "10", "15", "20"]),
        (1700, ["500", "1,000", "1,500", "2,000"]),
        (90_000, ["50,000", "100,000"]),
    ],
)
def test_levels_are_round_and_reach_the_highest_bar(reader, most, levels):
    drawn = draw([most] + [0] * 23, [0] * 24, reader)

    assert [mark.words for mark in drawn.levels] == levels
    assert min(bar.y for bar in drawn.bars) >= chart.FLOOR - chart.HEIGHT


def test_nothing_is_an_empty_chart(reader):
    assert draw([0] * 24, [0] * 24, reader).is_empty
