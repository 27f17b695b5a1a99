import threading

import pytest

from mep.messaging import throttle
from mep.messaging.throttle import Permit, give_back, slow_down, take

NOON = 1_700_000_000.0

pytestmark = pytest.mark.usefixtures("clean_redis")


def test_no_rate_means_no_limit():
    assert take("G1", 0, 5000) == Permit(5000)


def test_grants_one_second_at_most():
    first = take("G1", 10, 25, now=NOON)

    assert first == Permit(10, pytest.approx(0.1))
    assert take("G1", 10, 25, now=NOON) == Permit(0, pytest.approx(0.1))


def test_fills_again_with_time():
    take("G1", 10, 10, now=NOON)

    assert take("G1", 10, 10, now=NOON + 0.35).granted == 3
    assert take("G1", 10, 1, now=NOON + 0.35) == Permit(0, pytest.approx(0.05, abs=1e-3))
    assert take("G1", 10, 50, now=NOON + 60).granted == 10


def test_waits_no_longer_than_needed():
    take("G1", 0.5, 1, now=NOON)

    assert take("G1", 0.5, 1, now=NOON) == Permit(0, pytest.approx(2.0))
    assert take("G1", 0.5, 1, now=NOON + 2) == Permit(1)


def test_gateways_do_not_share():
    take("G1", 1, 1, now=NOON)

    assert take("G2", 1, 1, now=NOON) == Permit(1)


def test_what_was_not_needed_can_be_given_back():
    take("G1", 10, 10, now=NOON)

    give_back("G1", 10, 8)

    assert take("G1", 10, 10, now=NOON).granted == 8


def test_nothing_is_given_back_where_there_is_no_limit(clean_redis):
    give_back("G1", 0, 5)

    assert clean_redis.keys("*throttle*") == []


def test_halves_on_request_down_to_a_64th():
    shares = [slow_down("G1", now=NOON) for _ in range(8)]

    assert shares[:3] == [0.5, 0.25, 0.125]
    assert shares[-1] == throttle.LEAST_SHARE


def test_grants_half_after_slowing_down():
    slow_down("G1", now=NOON)

    assert take("G1", 100, 100, now=NOON).granted == 0
    assert take("G1", 100, 100, now=NOON + 30).granted == 50


def test_recovers_a_tenth_each_clean_minute():
    slow_down("G1", now=NOON)

    assert take("G1", 100, 100, now=NOON + 60).granted == 55
    assert take("G1", 100, 100, now=NOON + 120).granted == 60
    assert take("G1", 100, 100, now=NOON + 600).granted == 100


def test_rate_changes_apply_at_once():
    take("G1", 10, 10, now=NOON)

    assert take("G1", 100, 100, now=NOON + 1).granted == 100


def test_clock_that_goes_back_grants_nothing_extra():
    take("G1", 10, 10, now=NOON)

    assert take("G1", 10, 10, now=NOON - 3600).granted == 0


def test_processes_together_keep_the_rate():
    grants = []

    def compete():
        grants.append(sum(take("G1", 50, 1, now=NOON).granted for _ in range(20)))

    threads = [threading.Thread(target=compete) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(grants) == 50


def test_uses_the_clock_of_redis_and_forgets(clean_redis):
    assert take("G1", 10, 3).granted == 3

    (key,) = clean_redis.keys("*throttle*")
    assert 0 < clean_redis.ttl(key) <= throttle.FORGET_SECONDS
