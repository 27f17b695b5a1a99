"""Publishing, pausing, archiving, copying and deleting by hand."""

import re

import pytest
from django.urls import reverse

from flows import authoring
from flows.models import Service
from tests import factories
from tests.factories import GREETING

BROKEN = {**GREETING, "nodes": [{**GREETING["nodes"][0], "settings": {"message": ""}}]}


def told(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def undo(client, answer):
    """Press Undo on the page that follows."""
    page = client.get(answer["Location"]).content.decode()
    return client.post(re.search(r'<div class="toast".*?action="([^"]+)"', page, re.S)[1])


def test_publishing_shows_problems_by_handler_and_offers_no_button(signed_in, service):
    authoring.save_draft(None, service, BROKEN, base_revision=0)
    url = reverse("service_publish", args=[service.public_id])

    page = told(signed_in.get(url))

    assert "Greet, SMS Message: fill this in" in page
    assert "Publish version" not in page


def test_publishing_makes_the_next_version_with_its_note(signed_in, service):
    authoring.save_draft(None, service, {**GREETING, "stickies": [{}]}, base_revision=0)
    url = reverse("service_publish", args=[service.public_id])
    assert "Publish version 2" in told(signed_in.get(url))

    answer = signed_in.post(url, {"note": "shorter"})

    service.refresh_from_db()
    assert answer["Location"] == reverse("service", args=[service.public_id])
    assert (service.published.number, service.published.note) == (2, "shorter")


def test_publishing_what_has_problems_is_refused_in_words(signed_in, service):
    authoring.save_draft(None, service, BROKEN, base_revision=0)

    answer = signed_in.post(reverse("service_publish", args=[service.public_id]), follow=True)

    assert "Greet, SMS Message: fill this in" in told(answer)
    assert service.versions.count() == 1


@pytest.mark.parametrize(("to", "back"), [("paused", "live"), ("archived", "paused")])
def test_a_step_can_be_undone(signed_in, service, to, back):
    answer = signed_in.post(reverse("service_status", args=[service.public_id, to]))
    assert Service.objects.get().status == to

    undo(signed_in, answer)

    assert Service.objects.get().status == back


def test_archiving_lists_what_still_uses_it(signed_in, service):
    factories.create_keyword(factories.create_code(service.account), service)
    url = reverse("service_status", args=[service.public_id, "archived"])

    answer = signed_in.post(url, follow=True)

    assert "still used by keyword “JOIN%” on 83000" in told(answer)
    assert Service.objects.get().status == "live"


def test_a_state_that_there_is_not_is_not_there(signed_in, service):
    url = reverse("service_status", args=[service.public_id, "dancing"])

    assert signed_in.post(url).status_code == 404


def test_copies(signed_in, service, other_collection):
    url = reverse("service_copy", args=[service.public_id])
    assert "Timetable (copy)" in signed_in.get(url).content.decode()

    signed_in.post(url, {"name": "Second", "collection": other_collection.public_id})

    assert other_collection.services.get().name == "Second"


def test_a_copy_with_a_taken_name_says_so_at_the_field(signed_in, service):
    url = reverse("service_copy", args=[service.public_id])
    form = {"name": "timetable", "collection": service.collection.public_id}

    answer = signed_in.post(url, form)

    assert "already exists" in answer.context["form"].errors["name"][0]


def test_restores_an_old_version(signed_in, service):
    authoring.save_draft(None, service, BROKEN, base_revision=0)

    signed_in.post(reverse("service_version_restore", args=[service.public_id, 1]))

    service.refresh_from_db()
    assert service.draft["nodes"][0]["settings"] == {"message": "Hello"}
    assert signed_in.get(reverse("service_version", args=[service.public_id, 1])).status_code == 200
    assert signed_in.get(reverse("service_version", args=[service.public_id, 9])).status_code == 404


def test_deletes_what_is_archived(signed_in, service):
    url = reverse("service_delete", args=[service.public_id])
    assert "Archive the service before" in told(signed_in.post(url, follow=True))
    signed_in.post(reverse("service_status", args=[service.public_id, "archived"]))

    answer = signed_in.post(url)

    assert answer["Location"] == reverse("services")
    assert not Service.objects.exists()


def test_replaces_the_draft_by_json(signed_in, service):
    url = reverse("service_draft", args=[service.public_id])
    assert "Greet" in signed_in.get(url).content.decode()

    signed_in.post(url, {"text": '{"format": 1, "nodes": []}', "base": "0"})

    service.refresh_from_db()
    assert (service.draft["nodes"], service.draft_revision) == ([], 1)


@pytest.mark.parametrize(
    ("text", "base", "words"),
    [
        ("{", "0", "not JSON"),
        ('{"format": 1, "nodes": [{}]}', "0", "Handler 1"),
        ('{"format": 1, "nodes": []}', "7", "Somebody else"),
        ('{"format": 1, "nodes": []}', "", "Somebody else"),
    ],
)
def test_a_draft_that_cannot_be_kept_stays_in_the_field(signed_in, service, text, base, words):
    url = reverse("service_draft", args=[service.public_id])

    answer = signed_in.post(url, {"text": text, "base": base})

    assert words in told(answer)
    assert answer.context["text"] == text
    assert Service.objects.get().draft_revision == 0
