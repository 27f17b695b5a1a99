"""Keywords, variables, properties and collections by hand."""

import re

import pytest
from django.urls import reverse

from flows import shared_variables
from flows.models import ServiceCollection
from mep.accounts.roles import Area, Level
from mep.routing.models import Keyword
from tests import factories

PROPERTIES = {
    "name": "Departures", "description": "", "remove_keyword": "on", "default_originator": "",
    "default_language": "", "time_zone": "", "on_reentry": "ignore", "lifetime": "36",
    "lifetime_unit": "hours", "on_error": "end", "error_message": "", "error_node": "",
}  # fmt: skip


def told(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def undo(client, answer):
    """Press Undo on the latest toast of the page that follows."""
    page = client.get(answer["Location"]).content.decode()
    return client.post(re.findall(r'<div class="toast".*?action="([^"]+)"', page, re.S)[-1])


def test_the_overview_draws_what_runs_safely(signed_in, collection):
    evil = {
        "format": 1, "start": "n1", "links": [], "stickies": [],
        "nodes": [{
            "id": "n1", "kind": "send_sms", "label": '"></div><script>alert(1)</script>',
            "settings": {"message": "Hi"},
        }],
    }  # fmt: skip
    service = factories.create_service(collection, graph=evil)

    page = signed_in.get(reverse("service", args=[service.public_id])).content.decode()

    assert 'id="service-graph"' in page
    assert "<script>alert" not in page


def test_the_overview_shows_the_draft_when_asked(signed_in, service):
    page = reverse("service", args=[service.public_id])

    assert signed_in.get(page).context["is_draft"] is False
    assert signed_in.get(page, {"show": "draft"}).context["is_draft"] is True


def keyword_form(routing_code, **more):
    return {
        "kind_of_starter": "keyword", "code": routing_code.public_id, "match": "exactly",
        "text": "FERRY",
        "kind": "campaign", **more,
    }  # fmt: skip


def test_adds_a_keyword_and_switches_it_off_and_on(signed_in, service):
    code = factories.create_code(service.account)
    url = reverse("service_keywords", args=[service.public_id])
    assert signed_in.post(url, keyword_form(code))["Location"] == url
    keyword = Keyword.objects.get()
    switch = [service.public_id, "keyword", keyword.public_id, "off"]

    answer = signed_in.post(reverse("service_keyword_switch", args=switch))

    assert Keyword.objects.get().enabled is False
    undo(signed_in, answer)
    assert Keyword.objects.get().enabled is True


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": ""}, "1–160 characters"),
        ({"match": "regex", "text": "("}, "faulty"),
        ({"match": "nonsense"}, "valid choice"),
        ({"code": "ABC"}, "valid choice"),
    ],
)
def test_a_keyword_that_cannot_be_is_refused_at_the_form(signed_in, service, more, words):
    code = factories.create_code(service.account)
    url = reverse("service_keywords", args=[service.public_id])

    answer = signed_in.post(url, keyword_form(code, **more))

    assert words in told(answer)
    assert not Keyword.objects.exists()


def test_a_kind_that_there_is_not_is_not_there(signed_in, service):
    url = reverse("service_keywords", args=[service.public_id])

    assert signed_in.post(url, {"kind_of_starter": "dance"}).status_code == 404


def test_keywords_on_codes_that_a_login_does_not_see_are_restricted(client, author, service):
    code = factories.create_code(service.account, "84000")
    factories.create_keyword(code, service, "SECRET")
    client.force_login(author)

    page = told(client.get(reverse("service_keywords", args=[service.public_id])))

    assert "(restricted)" in page
    assert "SECRET" not in page
    assert "84000" not in page


def test_sets_deletes_and_brings_back_a_variable(signed_in, service):
    url = reverse("variable_set", args=["service", service.public_id])
    signed_in.post(url, {"name": "Price", "value": "2", "constant": "on"})
    delete = reverse("variable_delete", args=["service", service.public_id])

    answer = signed_in.post(delete, {"name": "price"})

    assert shared_variables.list_variables(service) == []
    undo(signed_in, answer)
    (back,) = shared_variables.list_variables(service)
    assert (back.name, back.text, back.constant) == ("Price", "2", True)


def test_undoing_the_first_value_deletes_the_variable(signed_in, service):
    url = reverse("variable_set", args=["service", service.public_id])
    answer = signed_in.post(url, {"name": "Price", "value": "2"})

    undo(signed_in, answer)

    assert shared_variables.list_variables(service) == []


def test_an_undo_works_on_its_own_service_only(signed_in, service, collection):
    other = factories.create_service(collection)
    url = reverse("variable_set", args=["service", service.public_id])
    page = signed_in.get(signed_in.post(url, {"name": "A", "value": "1"})["Location"])
    stolen = re.search(r'action="([^"]+undo[^"]+)"', page.content.decode())[1]

    answer = signed_in.post(stolen.replace(service.public_id, other.public_id))

    assert answer.status_code == 404


def test_a_variable_of_the_collection_is_set_on_a_service_page(signed_in, service):
    url = reverse("variable_set", args=["collection", service.collection.public_id])

    answer = signed_in.post(url, {"name": "Fare", "value": "3", "on_page_of": service.public_id})

    assert answer["Location"] == reverse("service_variables", args=[service.public_id])
    assert "Fare" in signed_in.get(answer["Location"]).content.decode()


def test_a_bad_variable_is_refused_in_words(signed_in, service):
    url = reverse("variable_set", args=["service", service.public_id])

    answer = signed_in.post(url, {"name": "a b", "value": "1"}, follow=True)

    assert "Use letters, digits" in told(answer)


def test_changes_properties_and_moves(signed_in, service, other_collection):
    url = reverse("service_properties", args=[service.public_id])

    signed_in.post(url, {**PROPERTIES, "collection": other_collection.public_id})

    service.refresh_from_db()
    assert (service.name, service.collection) == ("Departures", other_collection)
    assert (service.on_reentry, service.session_lifetime.total_seconds()) == ("ignore", 36 * 3600)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"),
        ({"default_originator": "1"}, "default_originator"),
        ({"default_language": "!"}, "default_language"),
        ({"time_zone": "Mars"}, "time_zone"),
        ({"lifetime": "181", "lifetime_unit": "days"}, "lifetime"),
        ({"on_error": "message"}, "error_message"),
        ({"on_error": "handler", "error_node": "n9"}, "error_node"),
        ({"collection": "ABC"}, "collection"),
    ],
)
def test_a_wrong_property_is_named_and_nothing_is_kept(signed_in, service, more, field):
    url = reverse("service_properties", args=[service.public_id])
    form = {**PROPERTIES, "collection": service.collection.public_id, **more}

    answer = signed_in.post(url, form)

    service.refresh_from_db()
    assert field in answer.context["form"].errors
    assert service.name == "Timetable"


def test_a_service_is_not_moved_where_a_login_may_only_look(
    client, author, service, other_collection
):
    client.force_login(author)
    url = reverse("service_properties", args=[service.public_id])

    client.post(url, {**PROPERTIES, "collection": other_collection.public_id})

    service.refresh_from_db()
    assert service.collection.name == "Ferries"


def test_makes_renames_archives_and_deletes_a_collection(signed_in):
    signed_in.post(reverse("collection_new"), {"name": "Buses"})
    made = ServiceCollection.objects.get()
    page = reverse("collection", args=[made.public_id])
    signed_in.post(page, {"name": "Coaches", "description": "Long ways"})
    answer = signed_in.post(reverse("collection_archive", args=[made.public_id, "archived"]))
    made.refresh_from_db()
    assert (made.name, made.description, made.archived) == ("Coaches", "Long ways", True)

    undo(signed_in, answer)

    assert ServiceCollection.objects.get().archived is False
    signed_in.post(reverse("collection_delete", args=[made.public_id]))
    assert not ServiceCollection.objects.exists()


def test_a_taken_collection_name_is_refused_at_the_field(signed_in, collection):
    answer = signed_in.post(reverse("collection_new"), {"name": "ferries"})

    assert "already exists" in answer.context["form"].errors["name"][0]


def test_a_collection_with_services_is_not_deleted(signed_in, service):
    url = reverse("collection_delete", args=[service.collection.public_id])

    assert "still has 1 service" in told(signed_in.post(url, follow=True))


def test_a_services_user_makes_no_collection(client, login_with):
    client.force_login(login_with(Level.USER, **{Area.ROUTING: Level.USER}))

    assert client.get(reverse("collection_new")).status_code == 403
