"""The services list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from flows import authoring
from mep.accounts.roles import Level
from tests import factories
from tests.factories import GREETING


def text_of(answer):
    return answer.content.decode()


def listed(client, **query):
    answer = client.get(reverse("services"), query)
    assert answer.status_code == 200
    return [row.service.name for group in answer.context["groups"] for row in group.rows]


def fail(service):
    factories.create_session(service, status="failed", reason="http", ended_at=timezone.now())


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get(reverse("services"))["Location"] == "/login?next=/services/"


def test_a_login_without_the_role_is_refused_in_words(client, account):
    client.force_login(factories.create_login(account, rights=factories.rights()))

    answer = client.get(reverse("services"))

    assert answer.status_code == 403
    assert "Services Viewer" in text_of(answer)


def test_lists_what_a_login_sees_and_nothing_else(client, viewer, service, other_collection):
    factories.create_service(other_collection, "Hidden")
    client.force_login(viewer)

    answer = client.get(reverse("services"))

    assert "Timetable" in text_of(answer)
    assert "Hidden" not in text_of(answer)
    assert other_collection.name not in text_of(answer)


def test_a_viewer_gets_no_buttons_that_change(client, viewer, service):
    client.force_login(viewer)

    answer = text_of(client.get(reverse("services")))

    assert reverse("service_new") not in answer
    assert reverse("collection_new") not in answer


def test_shows_figures_keywords_and_ids(signed_in, service):
    code = factories.create_code(service.account)
    factories.create_keyword(code, service, "FERRY")
    factories.create_session(service, started_at=timezone.now() - timedelta(minutes=5))

    answer = text_of(signed_in.get(reverse("services")))

    assert "FERRY%" in answer
    assert f'data-copy="{service.public_id}"' in answer
    assert "<polyline" in answer


@pytest.mark.parametrize(
    "words", ["timet", "FERRIES", "ferry", "departures at", "{id}", "{lower_id}"]
)
def test_finds_by_name_collection_keyword_text_and_id(signed_in, service, words):
    words = words.format(id=service.public_id, lower_id=service.public_id.lower())
    factories.create_keyword(factories.create_code(service.account), service, "FERRY")
    graph = {
        **GREETING,
        "nodes": [{**GREETING["nodes"][0], "settings": {"message": "Departures at 9"}}],
    }
    authoring.save_draft(None, service, graph, base_revision=0)
    factories.create_service(factories.create_collection(service.account), "Other")

    assert listed(signed_in, q=words) == ["Timetable"]


@pytest.mark.parametrize("words", ["message", "send_sms", "settings"])
def test_does_not_find_the_names_of_settings(signed_in, service, words):
    assert listed(signed_in, q=words) == []


def test_tabs_narrow_the_list(signed_in, collection):
    failing = factories.create_service(collection, "Failing")
    fail(failing)
    factories.create_service(collection, "Paused", status="paused")
    changed = factories.create_service(collection, "Changed")
    authoring.save_draft(None, changed, {**GREETING, "start": ""}, base_revision=0)

    assert listed(signed_in, show="live") == ["Changed", "Failing"]
    assert listed(signed_in, show="problems") == ["Failing"]
    assert listed(signed_in, show="changed") == ["Changed"]
    assert len(listed(signed_in, show="nonsense")) == 3


def test_archived_services_and_collections_show_when_asked_for(signed_in, service, user):
    authoring.set_status(user, service, "archived")
    authoring.set_collection_archived(user, service.collection, archived=True)
    factories.create_service(factories.create_collection(service.account, "Trams"), "Other")

    assert listed(signed_in) == ["Other"]
    assert listed(signed_in, archived="1") == ["Timetable", "Other"]


def test_an_empty_list_teaches(signed_in):
    answer = text_of(signed_in.get(reverse("services")))

    assert "Draw your first service" in answer
    assert reverse("service_fill", args=["auto_response"]) in answer


def test_asks_the_database_as_often_for_many_services_as_for_few(
    signed_in, collection, django_assert_max_num_queries
):
    for _ in range(20):
        service = factories.create_service(collection)
        factories.create_keyword(factories.create_code(service.account, service.name), service)

    with django_assert_max_num_queries(12):
        signed_in.get(reverse("services"), {"q": "hello"})


def test_a_manager_sees_everything_without_a_list(client, login_with, service):
    client.force_login(login_with(Level.MANAGER))

    assert listed(client) == ["Timetable"]
