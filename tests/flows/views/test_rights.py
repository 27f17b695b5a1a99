"""Who may open and do what; what is invisible does not exist."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from mep.accounts.roles import Level
from tests import factories

SEEING = [
    "service", "service_versions", "service_keywords", "service_variables", "service_sessions",
    "service_properties", "service_export",
]  # fmt: skip
WRITING = ["service_publish", "service_copy", "service_draft"]


def deeds(service):
    """Every address that a POST changes something at, with the least level for it."""
    one = [service.public_id]
    collection = [service.collection.public_id]
    return {
        reverse("service_status", args=[*one, "paused"]): Level.USER,
        reverse("service_version_restore", args=[*one, 1]): Level.USER,
        reverse("service_publish", args=one): Level.USER,
        reverse("service_properties", args=one): Level.USER,
        reverse("service_keywords", args=one): Level.USER,
        reverse("service_keyword_switch", args=[*one, "keyword", "ABC", "off"]): Level.USER,
        reverse("service_draft", args=one): Level.USER,
        reverse("variable_set", args=["service", *one]): Level.USER,
        reverse("variable_delete", args=["service", *one]): Level.USER,
        reverse("variable_undo", args=["service", *one, "x"]): Level.USER,
        reverse("variable_set", args=["collection", *collection]): Level.USER,
        reverse("service_delete", args=one): Level.MANAGER,
        reverse("collection", args=collection): Level.MANAGER,
        reverse("collection_archive", args=[*collection, "archived"]): Level.MANAGER,
        reverse("collection_delete", args=collection): Level.MANAGER,
    }


@pytest.mark.parametrize("page", SEEING)
def test_a_viewer_opens_every_page(client, viewer, service, page):
    client.force_login(viewer)

    assert client.get(reverse(page, args=[service.public_id])).status_code == 200


@pytest.mark.parametrize("page", WRITING)
def test_a_viewer_opens_no_page_that_changes(client, viewer, service, page):
    client.force_login(viewer)

    assert client.get(reverse(page, args=[service.public_id])).status_code == 403


@pytest.mark.parametrize("page", SEEING + WRITING)
def test_what_a_login_does_not_see_is_not_there(
    client, login_with, service, other_collection, page
):
    client.force_login(login_with(Level.USER, other_collection))

    assert client.get(reverse(page, args=[service.public_id])).status_code == 404


@pytest.mark.parametrize("page", SEEING + WRITING)
def test_a_service_of_another_account_is_not_there(client, service, page):
    client.force_login(factories.create_login(factories.create_account()))

    assert client.get(reverse(page, args=[service.public_id])).status_code == 404


def test_every_deed_asks_for_its_level(client, login_with, service):
    for url, level in deeds(service).items():
        client.force_login(login_with(Level(level - 1), service.collection))
        assert client.post(url).status_code == 403, url

    service.refresh_from_db()
    assert service.status == "live"


def test_no_deed_reaches_what_is_invisible(client, login_with, service, other_collection):
    client.force_login(login_with(Level.USER, other_collection))

    for url, level in deeds(service).items():
        expected = {404} if level == Level.USER else {403, 404}
        assert client.post(url).status_code in expected, url


def test_no_deed_is_done_by_looking(signed_in, service):
    shown = {
        reverse(page, args=[service.public_id])
        for page in ("service_publish", "service_properties", "service_keywords", "service_draft")
    }
    shown.add(reverse("collection", args=[service.collection.public_id]))

    for url in deeds(service):
        expected = 200 if url in shown else 405
        assert signed_in.get(url).status_code == expected, url


def test_deeds_need_the_token_of_a_page(service, user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)

    answer = client.post(reverse("service_status", args=[service.public_id, "paused"]))

    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


@pytest.mark.parametrize("service_id", ["nonsense", "F9E8D7C6B5A4", "0", "x" * 300])
def test_an_id_that_nothing_has_is_not_there(signed_in, service_id):
    answer = signed_in.get(f"/services/{service_id}")

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_every_page_of_services_declares_whom_it_needs():
    views = [
        pattern.callback
        for resolver in get_resolver().url_patterns
        if str(resolver.pattern) == "services/"
        for pattern in resolver.url_patterns
    ]

    assert views
    assert all(hasattr(view, "needs") for view in views)
