"""Counting sessions."""

from datetime import timedelta

from django.utils import timezone

from flows.figures import figures_of
from tests import factories


def begin(service, ago, **more):
    at = timezone.now() - ago
    return factories.create_session(service, started_at=at, last_at=at, **more)


def test_counts_the_sessions_of_the_last_day_by_the_hour(service):
    for ago in (timedelta(minutes=5), timedelta(hours=23, minutes=30), timedelta(hours=25)):
        begin(service, ago, status="completed", trigger="invoke")

    figures = figures_of(service.account_id, [service.id])[service.id]

    assert (figures.sessions, figures.hourly[-1], figures.hourly[0]) == (2, 1, 1)
    assert figures.triggers == {"invoke"}


def test_counts_who_waits_however_long(service):
    since = timezone.now() - timedelta(days=9)
    begin(service, timedelta(days=9), waiting_since=since)

    figures = figures_of(service.account_id, [service.id])[service.id]

    assert (figures.waiting, figures.waiting_since) == (1, since)


def test_tells_of_what_failed_within_the_hour(service):
    now = timezone.now()
    for minutes, reason in ((50, "http"), (5, "data"), (70, "value")):
        ended = now - timedelta(minutes=minutes)
        begin(service, timedelta(days=2), status="failed", reason=reason, ended_at=ended)

    figures = figures_of(service.account_id, [service.id])[service.id]

    assert (figures.failed_lately, figures.reason) == (2, "data")
    assert figures.failing_since == now - timedelta(minutes=50)


def test_leaves_sandboxes_out(service, user):
    sandbox = factories.create_sandbox(service, user)
    begin(service, timedelta(minutes=1), sandbox=sandbox)

    figures = figures_of(service.account_id, [service.id])[service.id]

    assert (figures.sessions, figures.waiting) == (0, 0)


def test_asks_three_times_however_many_services(collection, django_assert_num_queries):
    ids = [factories.create_service(collection).id for _ in range(5)]

    with django_assert_num_queries(3):
        assert len(figures_of(collection.account_id, ids)) == 5
