"""Names and passwords, lock-outs, and what is remembered of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from mep.accounts import credentials, lockouts, services
from mep.accounts.models import Account, Lockout, User
from tests.mep.accounts.conftest import PASSWORD

API, PAGES = Lockout.Door.API, Lockout.Door.PAGES


def fail(times, username="ann", door=API):
    for _ in range(times):
        verdict = credentials.check(username, "wrong", door)
    return verdict


@pytest.mark.parametrize("username", ["ann", "ANN", "Ann"])
def test_a_name_is_good_in_any_case(ann, username):
    assert credentials.check(username, PASSWORD).login.id == ann.pk


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("ann", PASSWORD.upper()),
        ("ann", f"{PASSWORD} "),
        ("ann", ""),
        ("bob", PASSWORD),
        ("", PASSWORD),
        ("an\0n", PASSWORD),
        ("ann\n", PASSWORD),
        ("ann", "x" * 100_000),
        ("Ⓐnn", PASSWORD),
        ("a" * 500, PASSWORD),
        ("ann", "\ud800"),
    ],
)
def test_anything_else_is_refused(ann, username, password):
    assert credentials.check(username, password).login is None


def test_a_disabled_login_is_refused(ann):
    services.disable_login(ann)

    assert credentials.check("ann", PASSWORD).login is None


def test_a_login_of_a_disabled_account_is_refused(ann):
    Account.objects.update(enabled=False)

    assert credentials.check("ann", PASSWORD).login is None


@pytest.mark.parametrize(("door", "limit"), [(API, 10), (PAGES, 5)])
def test_the_last_failure_allowed_locks_the_name(ann, door, limit):
    before = fail(limit - 1, door=door)
    after = fail(1, door=door)

    assert before.locked_until is None
    assert after.locked_until is not None
    assert credentials.check("ann", PASSWORD, door).login is None


def test_a_door_locks_for_itself(ann):
    fail(5, door=PAGES)

    assert credentials.check("ann", PASSWORD, API).login


def test_a_lock_counts_even_for_remembered_credentials(ann):
    credentials.check("ann", PASSWORD)
    fail(10)

    assert credentials.check("ann", PASSWORD).login is None


def test_a_name_nobody_has_locks_alike(db):
    assert fail(10, "nobody").locked_until


def test_a_lock_ends_by_itself(ann):
    fail(10)
    Lockout.objects.update(locked_until=timezone.now())

    assert credentials.check("ann", PASSWORD).login


def test_old_failures_do_not_count(ann):
    fail(9)
    long_ago = timezone.now() - timedelta(minutes=16)
    Lockout.objects.update(failures=[long_ago] * 9)

    assert fail(1).locked_until is None


def test_good_credentials_in_between_do_not_reset_the_count(ann):
    fail(9)
    credentials.check("ann", PASSWORD)

    assert fail(1).locked_until


def test_a_new_password_opens_the_lock(ann):
    fail(10)
    services.set_password(ann, "Copper-Compass-8")

    assert credentials.check("ann", "Copper-Compass-8").login


def test_remembered_credentials_cost_one_query(ann, django_assert_num_queries):
    credentials.check("ann", PASSWORD)

    with django_assert_num_queries(1):
        assert credentials.check("ann", PASSWORD).login


def test_a_changed_password_is_not_remembered(ann):
    credentials.check("ann", PASSWORD)
    services.set_password(ann, "Copper-Compass-8")

    assert credentials.check("ann", PASSWORD).login is None


def test_disabling_counts_at_once_for_remembered_credentials(ann):
    credentials.check("ann", PASSWORD)
    User.objects.update(is_active=False)

    assert credentials.check("ann", PASSWORD).login is None


def test_pruning_keeps_what_still_counts(ann):
    fail(1)
    fail(10, "nobody")
    Lockout.objects.create(
        username="old", door=API, failures=[timezone.now() - timedelta(minutes=16)]
    )

    lockouts.prune()

    assert set(Lockout.objects.values_list("username", flat=True)) == {"ann", "nobody"}


def attempt(password):
    try:
        return credentials.check("ann", password)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_do_not_outrun_the_lock(ann):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(attempt, [f"guess {number}" for number in range(30)]))

    assert credentials.check("ann", PASSWORD).locked_until
    assert Lockout.objects.get(username="ann").failures == []


@pytest.mark.django_db(transaction=True)
def test_parallel_good_calls_all_pass(ann):
    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(attempt, [PASSWORD] * 30))

    assert all(verdict.login for verdict in verdicts)
