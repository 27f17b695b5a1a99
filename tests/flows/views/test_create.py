"""Making a service from a blueprint."""

import pytest
from django.urls import reverse

from flows.blueprints import list_blueprints
from flows.models import Service
from mep.accounts.roles import Area, Level
from mep.routing.models import Keyword
from tests import factories


@pytest.fixture
def code(account):
    return factories.create_code(account)


def filled(blueprint_id, collection, **more):
    blueprint = next(each for each in list_blueprints() if each.id == blueprint_id)
    values = {f"b-{each.key}": each.default for each in blueprint.fields}
    return {"name": "Mine", "collection": collection.public_id, **values, **more}


def connected(code, text="HELLO"):
    return {
        "connect": "1", "keyword-code": code.public_id, "keyword-match": "starts",
        "keyword-text": text, "keyword-kind": "campaign",
    }  # fmt: skip


def test_offers_every_blueprint_with_a_picture(signed_in, collection):
    answer = signed_in.get(reverse("service_new")).content.decode()

    for blueprint in list_blueprints():
        assert reverse("service_fill", args=[blueprint.id]) in answer
    assert answer.count('class="thumbnail"') == len(list_blueprints())


@pytest.mark.parametrize("blueprint_id", [each.id for each in list_blueprints()])
def test_every_blueprint_becomes_a_draft(signed_in, collection, blueprint_id):
    url = reverse("service_fill", args=[blueprint_id])
    assert signed_in.get(url).status_code == 200

    answer = signed_in.post(url, filled(blueprint_id, collection))

    service = Service.objects.get()
    assert answer["Location"] == reverse("service", args=[service.public_id])
    assert (service.name, service.status) == ("Mine", "draft")


def test_a_preview_shows_the_words_and_makes_nothing(signed_in, collection):
    url = reverse("service_fill", args=["auto_response"])
    words = {"b-text": "<script>alert(1)</script> Ahoy"}

    answer = signed_in.post(url, filled("auto_response", collection, preview="1", **words))

    assert "Ahoy" in answer.context["graph_json"]
    assert "<script>alert" not in answer.content.decode()
    assert not Service.objects.exists()


def test_publishes_and_connects_at_once(signed_in, collection, code):
    url = reverse("service_fill", args=["auto_response"])

    signed_in.post(url, filled("auto_response", collection, **connected(code)))

    service, keyword = Service.objects.get(), Keyword.objects.get()
    assert service.status == "live"
    assert (keyword.service, keyword.text, keyword.routing_code) == (service, "HELLO", code)


def test_a_taken_keyword_makes_nothing_at_all(signed_in, collection, code):
    other = factories.create_service(collection, "Other")
    factories.create_keyword(code, other, "HELLO")
    url = reverse("service_fill", args=["auto_response"])

    answer = signed_in.post(url, filled("auto_response", collection, **connected(code)))

    assert "already exists on 83000" in answer.content.decode()
    assert list(Service.objects.all()) == [other]


def test_what_cannot_be_published_is_not_made_and_says_why(signed_in, collection, code):
    url = reverse("service_fill", args=["double_opt_in"])

    answer = signed_in.post(url, filled("double_opt_in", collection, **connected(code)))

    assert "Join the list" in answer.content.decode()
    assert not Service.objects.exists()
    assert not Keyword.objects.exists()


def test_a_word_that_cannot_be_part_of_a_name_is_refused_at_its_field(signed_in, collection):
    url = reverse("service_fill", args=["voting"])
    word = next(
        field.key
        for each in list_blueprints() if each.id == "voting"
        for field in each.fields if field.type == "word"
    )  # fmt: skip

    answer = signed_in.post(url, filled("voting", collection, **{f"b-{word}": "two words"}))

    assert "must be one word" in answer.context["form"].errors[f"b-{word}"][0]


def test_a_login_without_routing_gets_no_keyword_form(client, login_with, collection, code):
    client.force_login(login_with(Level.USER, collection))

    answer = client.get(reverse("service_fill", args=["auto_response"]))

    assert answer.context["connect"] == []


def test_a_code_that_a_login_does_not_see_is_refused(client, account, collection, code):
    rights = factories.rights(
        {Area.SERVICES: Level.USER, Area.ROUTING: Level.USER},
        collections=[collection.public_id],
        codes=[factories.create_code(account, "84000").public_id],
    )
    client.force_login(factories.create_login(account, rights=rights))
    url = reverse("service_fill", args=["auto_response"])

    answer = client.post(url, filled("auto_response", collection, **connected(code)))

    assert answer.status_code == 200
    assert not Service.objects.exists()


def test_a_collection_that_a_login_does_not_see_is_refused(
    client, author, collection, other_collection
):
    client.force_login(author)
    url = reverse("service_fill", args=["auto_response"])

    answer = client.post(url, filled("auto_response", other_collection))

    assert "collection" in answer.context["form"].errors
    assert not Service.objects.exists()


def test_a_subscription_may_be_picked(signed_in, account, collection):
    lists = factories.create_subscription_collection(account)
    members = factories.create_subscription(lists, "Members")
    url = reverse("service_fill", args=["double_opt_in"])

    signed_in.post(
        url, filled("double_opt_in", collection, **{"b-subscription": members.public_id})
    )

    assert members.public_id in str(Service.objects.get().draft)


def test_without_a_collection_one_is_made_first(signed_in):
    answer = signed_in.get(reverse("service_new")).content.decode()

    assert "Make a collection first" in answer
    assert reverse("collection_new") in answer


def test_an_unknown_blueprint_is_not_there(signed_in):
    assert signed_in.get(reverse("service_fill", args=["nonsense"])).status_code == 404
