"""Export and import by hand."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from flows.models import Service, ServiceCollection
from tests import factories


def told(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def document(name="Menu", **more):
    graph = factories.GREETING
    service = {"id": "", "name": name, "description": "", "properties": {}, "graph": graph, **more}
    return json.dumps({"format": 1, "kind": "mep.service", "service": service})


@pytest.fixture(autouse=True)
def own_cache(clean_redis):
    """Documents wait in Redis between the two steps."""


def test_downloads_a_service(signed_in, service):
    answer = signed_in.get(reverse("service_export", args=[service.public_id]))

    assert answer["Content-Disposition"] == 'attachment; filename="timetable.json"'
    assert json.loads(answer.content)["service"]["name"] == "Timetable"


def test_downloads_a_version(signed_in, service):
    url = reverse("service_export", args=[service.public_id])

    assert signed_in.get(url, {"version": "1"}).status_code == 200
    assert signed_in.get(url, {"version": "9"}).status_code == 404


def test_downloads_a_collection_without_what_is_archived(signed_in, service):
    factories.create_service(service.collection, "Old", status="archived")

    answer = signed_in.get(reverse("collection_export", args=[service.collection.public_id]))

    names = [each["name"] for each in json.loads(answer.content)["services"]]
    assert names == ["Timetable"]


@pytest.mark.parametrize("as_file", [True, False])
def test_shows_a_plan_and_then_does_it(signed_in, collection, as_file):
    given = (
        {"file": SimpleUploadedFile("menu.json", document().encode())}
        if as_file
        else {"text": document()}
    )
    plan = signed_in.post(reverse("import"), given)["Location"]
    assert "A new service, as a draft" in told(signed_in.get(plan))
    assert not Service.objects.exists()

    answer = signed_in.post(plan, {"do": "1", "collection": collection.public_id})

    service = Service.objects.get()
    assert answer["Location"] == reverse("service", args=[service.public_id])
    assert signed_in.get(plan)["Location"] == reverse("import")


def test_a_conflict_is_told_and_can_be_mended(signed_in, service):
    plan = signed_in.post(reverse("import"), {"text": document("Timetable")})["Location"]
    chosen = {"do": "1", "collection": service.collection.public_id}

    refused = signed_in.post(plan, chosen)

    assert "Nothing was imported" in told(refused)
    assert Service.objects.count() == 1
    signed_in.post(plan, {**chosen, "name-0": "Another"})
    assert Service.objects.count() == 2


def test_planning_again_changes_nothing(signed_in, collection):
    plan = signed_in.post(reverse("import"), {"text": document()})["Location"]

    answer = signed_in.post(plan, {"collection": collection.public_id, "action-0": "skip"})

    assert "Left out" in told(answer)
    assert not Service.objects.exists()


@pytest.mark.parametrize("text", ["", "{", '{"kind": 1}', "\ud7ff", '{"format": 1, "kind": "x"}'])
def test_what_is_no_document_is_refused_in_words_and_kept_in_the_field(signed_in, text):
    answer = signed_in.post(reverse("import"), {"text": text})

    assert answer.status_code == 200
    assert answer.context["problem"]
    assert answer.context["text"] == text


def test_bytes_that_are_no_text_are_refused(signed_in):
    upload = SimpleUploadedFile("menu.json", b"\xff\xfe\x00\x01")

    assert "not JSON" in told(signed_in.post(reverse("import"), {"file": upload}))


def test_a_whole_collection_is_imported(signed_in):
    found = {
        "format": 1,
        "kind": "mep.collection",
        "collection": {"name": "Harbour"},
        "services": [json.loads(document(name))["service"] for name in ("A", "B")],
    }
    plan = signed_in.post(reverse("import"), {"text": json.dumps(found)})["Location"]
    assert "A new collection, Harbour" in told(signed_in.get(plan))

    signed_in.post(plan, {"do": "1", "collection": "new"})

    assert ServiceCollection.objects.get().services.count() == 2


def test_a_plan_is_for_the_login_that_uploaded(signed_in, account):
    plan = signed_in.post(reverse("import"), {"text": document()})["Location"]
    signed_in.force_login(factories.create_login(account))

    assert signed_in.get(plan)["Location"] == reverse("import")


def test_a_viewer_imports_nothing(client, viewer):
    client.force_login(viewer)

    assert client.get(reverse("import")).status_code == 403
