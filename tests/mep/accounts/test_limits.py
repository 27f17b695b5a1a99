"""Rate limits per account."""

from dataclasses import replace

import pytest

from mep.accounts import limits
from mep.accounts.limits import Limit
from mep.accounts.selectors import AccountSettings

SLOW = Limit("slow", 1, 3)
ACCOUNT = AccountSettings(7, True, False, False, False, rate_limits=True)


@pytest.fixture(autouse=True)
def empty_redis(clean_redis):
    return clean_redis


def taken(account, limit, times):
    return [limits.is_within(account, limit) for _ in range(times)]


def test_a_burst_passes_and_more_does_not():
    assert taken(ACCOUNT, SLOW, 4) == [True, True, True, False]


def test_a_bucket_fills_again_with_time(clean_redis):
    taken(ACCOUNT, SLOW, 3)
    key = clean_redis.keys("*")[0]
    clean_redis.hset(key, "at", float(clean_redis.hget(key, "at")) - 2)

    assert taken(ACCOUNT, SLOW, 3) == [True, True, False]


def test_a_bucket_never_holds_more_than_the_burst(clean_redis):
    taken(ACCOUNT, SLOW, 1)
    clean_redis.hset(clean_redis.keys("*")[0], "at", 0)

    assert taken(ACCOUNT, SLOW, 4) == [True, True, True, False]


def test_accounts_and_operations_have_buckets_of_their_own():
    taken(ACCOUNT, SLOW, 3)

    assert limits.is_within(replace(ACCOUNT, id=8), SLOW)
    assert limits.is_within(ACCOUNT, replace(SLOW, name="other"))


def test_an_account_may_be_without_limits():
    assert all(taken(replace(ACCOUNT, rate_limits=False), SLOW, 10))


def test_buckets_are_forgotten_when_full(clean_redis):
    taken(ACCOUNT, SLOW, 1)

    assert 0 < clean_redis.ttl(clean_redis.keys("*")[0]) <= 4
