"""Time spans in words."""

from datetime import timedelta

import pytest

from mep.base.spans import words


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(0), "0 s"),
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(seconds=98), "1 min 38 s"),
        (timedelta(hours=1), "1 h"),
        (timedelta(days=9, hours=20, minutes=5), "9 d 20 h"),
        (timedelta(days=1, minutes=5), "1 d"),
    ],
)
def test_writes_the_two_largest_units(length, expected):
    assert words(length) == expected
