"""The home page."""

import re

from django.urls import reverse

from mep.accounts.roles import Area, Level
from tests import factories


def told(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_home_needs_a_login(client, db):
    assert client.get("/")["Location"] == "/login?next=/"


def test_shows_figures_and_the_parts_that_may_be_opened(signed_in, service):
    factories.create_message(service.account, "JOIN", service=service)

    page = told(signed_in.get("/"))

    assert "Messages in 1" in page
    assert "Figures cover the whole account" in page
    assert "Draw what happens when someone texts you" in page


def test_says_how_many_collections_the_figures_cover(client, author, other_collection):
    client.force_login(author)

    assert "Figures cover the 1 collection you can see" in told(client.get("/"))


def test_a_login_without_services_sees_no_figures(client, account):
    rights = factories.rights({Area.ROUTING: Level.USER})
    client.force_login(factories.create_login(account, rights=rights))

    answer = client.get("/")

    assert answer.status_code == 200
    assert "Messages in" not in told(answer)
    assert reverse("services") not in answer.content.decode()


def test_a_login_without_any_right_is_told_so(client, account):
    client.force_login(factories.create_login(account, rights=factories.rights()))

    assert "Your login cannot open anything yet" in told(client.get("/"))


def test_asks_the_database_few_times(signed_in, collection, django_assert_max_num_queries):
    for _ in range(10):
        factories.create_service(collection)

    with django_assert_max_num_queries(12):
        signed_in.get("/")
