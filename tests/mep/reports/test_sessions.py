"""The sessions of a service, and what one of them did."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mep.accounts.roles import Level
from tests import factories
from tests.factories import NUMBER

MASKED = "4477••••0750"


def told(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def pages(session):
    service_id = session.service.public_id
    return (
        reverse("service_sessions", args=[service_id]),
        reverse("service_session", args=[service_id, session.public_id]),
    )


@pytest.fixture
def session(service):
    person = factories.create_end_user(service.account)
    session = factories.create_session(service, person, variables='{"phone": "447700900750"}')
    changes = [["session", "phone", None, NUMBER], ["request", "mt.smsId", None, "5"]]
    data = {"changes": changes, "effects": [["send", f"to {NUMBER}"]]}
    factories.create_trace_line(session, data=data)
    factories.create_message(service.account, f"I am {NUMBER}", service=service, session=session)
    return session


def test_lists_sessions_and_narrows_them_by_state(signed_in, session):
    service = session.service
    factories.create_session(service, status="failed", reason="http")
    url = reverse("service_sessions", args=[service.public_id])

    assert len(signed_in.get(url).context["rows"]) == 2
    failed = signed_in.get(url, {"status": "failed"})
    assert len(failed.context["rows"]) == 1
    assert "The web address did not answer" in told(failed)


def test_goes_back_page_by_page(signed_in, service):
    for minutes in range(60):
        at = timezone.now() - timedelta(minutes=minutes)
        factories.create_session(service, status="completed", started_at=at)
    url = reverse("service_sessions", args=[service.public_id])
    first = signed_in.get(url)

    second = signed_in.get(url, {"before": first.context["older"].isoformat()})

    seen = [row["session"].id for page in (first, second) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 60
    assert second.context["older"] is None


@pytest.mark.parametrize("before", ["soon", "2026-13-45", "2026-01-01"])
def test_a_page_that_there_is_not_is_the_first(signed_in, session, before):
    url = reverse("service_sessions", args=[session.service.public_id])

    assert len(signed_in.get(url, {"before": before}).context["rows"]) == 1


def test_shows_the_whole_trace(signed_in, session):
    page = told(signed_in.get(pages(session)[1]))

    assert "Greet Sent" in page
    assert f"to {NUMBER}" in page
    assert f"session.phone {NUMBER}" in page
    assert "session.phone" in page


def test_numbers_are_masked_for_who_may_not_see_them(client, viewer, session):
    client.force_login(viewer)

    for url in pages(session):
        page = told(client.get(url))
        assert NUMBER not in page
        assert MASKED in page


def test_a_session_is_shown_under_its_own_service_only(signed_in, session, collection):
    other = factories.create_service(collection)
    url = reverse("service_session", args=[other.public_id, session.public_id])

    assert signed_in.get(url).status_code == 404


def test_sessions_that_a_login_does_not_see_are_not_there(
    client, login_with, session, other_collection
):
    client.force_login(login_with(Level.USER, other_collection))

    assert [client.get(url).status_code for url in pages(session)] == [404, 404]


@pytest.mark.parametrize("session_id", ["nonsense", "0", "FFFFFFFFFFFFFFFF", "ABC"])
def test_an_id_that_nothing_has_is_not_there(signed_in, service, session_id):
    url = reverse("service_session", args=[service.public_id, session_id])

    assert signed_in.get(url).status_code == 404
