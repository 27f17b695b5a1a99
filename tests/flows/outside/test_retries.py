from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.engine.effects import CallHttp
from flows.outside import retries

DAY = 86_400.0


def called(**fields):
    return CallHttp("GET", "http://example.com/", **fields)


@pytest.mark.parametrize(
    ("retry", "attempt", "shortest", "longest"),
    [
        ("poke", 1, 4, 6),
        ("poke", 2, 8, 12),
        ("poke", 3, 16, 24),
        ("poke", 60, 2_880, 4_320),
        ("data", 1, 4, 6),
        ("data", 4, 24, 36),
        ("data", 60, 24, 36),
    ],
)
def test_waits_longer_each_time(retry, attempt, shortest, longest):
    call = called(retry=retry, attempts=0, give_up_after_seconds=DAY)

    pause = retries.find_pause(call, attempt, 0).total_seconds()

    assert shortest <= pause <= longest


@given(gone=st.floats(0, 59), attempt=st.integers(1, 100), asked=st.floats(0, 1e9))
def test_never_waits_beyond_the_end(gone, attempt, asked):
    call = called(attempts=0, give_up_after_seconds=60.0)

    pause = retries.find_pause(call, attempt, gone, asked)

    assert timedelta(0) < pause <= timedelta(seconds=60 - gone + 0.001)


def test_the_last_attempt_falls_on_the_end():
    call = called(retry="data", attempts=0, give_up_after_seconds=5.0)

    assert retries.find_pause(call, 1, 2.0) == timedelta(seconds=3)
    assert retries.find_pause(call, 2, 5.0) is None


def test_a_day_of_retries_stays_below_what_the_loop_allows():
    call, gone, attempt = called(attempts=0, give_up_after_seconds=DAY), 0.0, 1
    while pause := retries.find_pause(call, attempt, gone):
        gone, attempt = gone + pause.total_seconds(), attempt + 1

    assert 20 < attempt < 60
    assert gone == pytest.approx(DAY, abs=1)


def test_an_attempt_beyond_those_allowed_is_one_whose_predecessor_died():
    assert retries.is_used_up(called(attempts=1), 2)
    assert not retries.is_used_up(called(attempts=1), 1)
    assert not retries.is_used_up(called(attempts=0), 50)
