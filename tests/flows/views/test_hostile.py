"""What no browser sends: every page refuses it, and nothing is stored."""

import json

import pytest
from django.urls import reverse

from flows.models import ServiceCollection
from tests.factories import GREETING

NULL = "a\0b"
ENDLESS = "9" * 5_000


def at(page, *args):
    return reverse(page, args=args)


def a_parcel(**collection):
    named = {"id": "5C0FFEE5C0F1", "name": "Ferries", "description": "", **collection}
    service = {"id": "4BE07D91C2A6", "name": "Times", "graph": GREETING}
    document = {"kind": "mep.collection", "format": 1, "collection": named, "services": [service]}
    return json.dumps(document)


@pytest.mark.parametrize("text", [NULL, "half a \ud83d"])
@pytest.mark.parametrize("member", ["id", "name", "description"])
def test_a_text_that_cannot_be_stored_is_not_imported(signed_in, member, text):
    answer = signed_in.post(at("import"), {"text": a_parcel(**{member: text})})

    assert f"“collection.{member}” has a character that cannot be stored" in answer.content.decode()
    assert not ServiceCollection.objects.filter(name=text[:1]).exists()


def test_a_number_without_end_is_not_imported(signed_in):
    answer = signed_in.post(at("import"), {"text": f'{{"format": {ENDLESS}}}'})

    assert "The document has a number that is too long" in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("service_publish", "note"),
        ("service_draft", "text"),
        ("service_properties", "name"),
        ("service_keywords", "keyword-text"),
    ],
)
def test_a_null_character_is_refused(signed_in, service, page, field):
    answer = signed_in.post(at(page, service.public_id), {field: NULL})

    assert answer.status_code == 400
    assert service.versions.count() == 1


@pytest.mark.parametrize("page", ["variable_set", "variable_delete"])
def test_a_variable_has_no_null_character_in_its_name(signed_in, service, page):
    answer = signed_in.post(at(page, "service", service.public_id), {"name": NULL})

    assert answer.status_code == 400
    assert not service.variables.exists()


def test_a_null_character_in_an_address_is_refused(signed_in):
    assert signed_in.get("/services/%00").status_code == 400
    assert signed_in.get("/services/?q=%00").status_code == 400


def test_the_page_to_return_to_is_one_of_a_service(signed_in, service):
    sent = {"name": "n", "value": "1", "on_page_of": "../elsewhere"}

    answer = signed_in.post(at("variable_set", "service", service.public_id), sent)

    assert answer["Location"] == at("service_variables", service.public_id)


@pytest.mark.parametrize("number", [ENDLESS, "0", "x"])
def test_a_version_that_cannot_be_does_not_exist(signed_in, service, number):
    url = f"{at('service_export', service.public_id)}?version={number}"

    assert signed_in.get(url).status_code == 404


def test_a_revision_without_end_is_stale(signed_in, service):
    sent = {"text": json.dumps(GREETING), "base": ENDLESS}

    answer = signed_in.post(at("service_draft", service.public_id), sent)

    assert "Somebody else has changed this draft meanwhile" in answer.content.decode()
