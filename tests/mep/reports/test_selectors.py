"""The figures of the home page."""

from datetime import timedelta

from django.utils import timezone

from flows import authoring
from mep.accounts.roles import Level
from mep.reports import selectors
from tests import factories
from tests.factories import GREETING


def send(service, ago=timedelta(minutes=5), **more):
    at = timezone.now() - ago
    more = {"direction": "MT", "source": "session", "status": "delivered", **more}
    return factories.create_message(
        service.account, "Hi", service=service, created_at=at, updated_at=at, **more
    )


def test_counts_both_directions_and_compares_with_the_day_before(user, service):
    for _ in range(3):
        send(service, direction="MO", status="routed")
    send(service, timedelta(hours=30), direction="MO", status="routed")
    send(service, timedelta(hours=50), direction="MO", status="routed")
    send(service, parts=2)

    day = selectors.get_day(user)

    assert (day.inbound.count, day.inbound.before, day.inbound.change) == (3, 1, 200)
    assert (day.outbound.count, day.outbound.parts, day.outbound.change) == (1, 2, None)
    assert day.inbound.hourly[-1] == 3


def test_delivered_is_of_those_whose_fate_is_known(user, service):
    for status in ("delivered", "delivered", "delivered", "failed", "queued", "accepted"):
        send(service, status=status)

    outbound = selectors.get_day(user).outbound

    assert (outbound.count, outbound.reported, outbound.delivered_percent) == (6, 4, 75)


def test_nothing_known_is_no_percentage(user, service):
    assert selectors.get_day(user).outbound.delivered_percent is None


def test_counts_people_not_sessions(user, service):
    since = timezone.now() - timedelta(days=2)
    person = factories.create_end_user(service.account)
    factories.create_session(service, person, waiting_since=since)
    factories.create_session(service, person, waiting_since=timezone.now())

    day = selectors.get_day(user)

    assert (day.waiting, day.waiting_since) == (1, since)


def test_nothing_of_collections_a_login_does_not_see_enters(author, service, other_collection):
    hidden = factories.create_service(other_collection)
    for each in (service, hidden):
        send(each)
        factories.create_session(each, factories.create_end_user(each.account, f"4477{each.id}"))
        factories.create_session(each, status="failed", ended_at=timezone.now())
        authoring.save_draft(None, each, {**GREETING, "start": ""}, base_revision=0)
    factories.create_message(service.account, "unrouted")

    day = selectors.get_day(author)

    assert (day.inbound.count, day.outbound.count, day.waiting) == (0, 1, 1)
    assert [each.service for each in selectors.list_failing(author)] == [service]
    assert [each.service for each in selectors.list_unpublished(author)] == [service]


def test_nothing_of_another_account_enters(service):
    send(service)
    factories.create_session(service)
    stranger = factories.create_login(factories.create_account())

    day = selectors.get_day(stranger)

    assert (day.outbound.count, day.waiting) == (0, 0)


def test_leaves_sandboxes_out(user, service):
    sandbox = factories.create_sandbox(service, user)
    send(service, sandbox=sandbox)

    assert selectors.get_day(user).outbound.count == 0


def test_a_manager_sees_messages_that_no_service_took(login_with, account):
    manager = login_with(Level.MANAGER)
    factories.create_message(account, "unrouted")

    assert selectors.get_day(manager).inbound.count == 1


def test_failing_services_say_why_the_worst_first(user, collection):
    bad, worse = (factories.create_service(collection, name) for name in ("Bad", "Worse"))
    for service in (bad, worse, worse):
        factories.create_session(service, status="failed", reason="http", ended_at=timezone.now())

    failing = selectors.list_failing(user)

    assert [(each.service.name, each.count) for each in failing] == [("Worse", 2), ("Bad", 1)]
    assert failing[0].reason == "The web address did not answer as it should"


def test_unpublished_are_published_ones_that_were_changed(user, collection, service):
    factories.create_service(collection, "As published")
    authoring.create_service(user, collection, name="Never published", document=GREETING)
    authoring.save_draft(user, service, {**GREETING, "start": ""}, base_revision=0)

    unpublished = selectors.list_unpublished(user)

    assert [(each.service, each.changes) for each in unpublished] == [(service, 1)]
