"""Making, changing and publishing services."""

import pytest

from flows import authoring
from flows.models import Service
from mep.base.errors import Conflict, Invalid
from tests import factories
from tests.factories import GREETING

HELLO = {"id": "n1", "kind": "send_sms", "label": "Greet", "settings": {"message": "Hello"}}
EMPTY_TEXT = {**HELLO, "settings": {"message": ""}}


def graph(*nodes, start="n1", links=()):
    return {"format": 1, "start": start, "nodes": list(nodes), "links": list(links), "stickies": []}


def test_creates_a_service_as_a_draft(user, collection):
    service = authoring.create_service(user, collection, name=" Menu ", document=graph(HELLO))

    assert (service.name, service.status, service.published) == ("Menu", "draft", None)
    assert service.remove_keyword is True


@pytest.mark.parametrize("name", ["", "   ", "x" * 256, "a\x00b"])
def test_refuses_a_name_that_cannot_be_one(user, collection, name):
    with pytest.raises(Invalid) as refusal:
        authoring.create_service(user, collection, name=name)

    assert refusal.value.extra["field"] == "name"


def test_refuses_a_name_that_is_taken_whatever_the_case(user, service):
    with pytest.raises(Conflict, match="TIMETABLE"):
        authoring.create_service(user, service.collection, name="TIMETABLE")


def test_the_same_name_is_free_in_another_collection(user, service, other_collection):
    made = authoring.create_service(user, other_collection, name=service.name)

    assert made.collection == other_collection


def test_refuses_what_is_no_graph(user, collection):
    with pytest.raises(Invalid, match="newer MEP") as refusal:
        authoring.create_service(user, collection, name="Menu", document={"format": 9})

    assert refusal.value.extra["rule"] == "format"


def test_keeps_a_draft_with_problems(user, collection):
    service = authoring.create_service(user, collection, name="Menu", document=graph(EMPTY_TEXT))

    assert service.draft["nodes"][0]["settings"] == {"message": ""}


def test_a_stale_save_is_refused_and_changes_nothing(user, service):
    authoring.save_draft(user, service, graph(HELLO), base_revision=0)

    with pytest.raises(Conflict):
        authoring.save_draft(user, service, graph(EMPTY_TEXT), base_revision=0)

    service.refresh_from_db()
    assert service.draft["nodes"][0]["settings"] == {"message": "Hello"}
    assert service.draft_revision == 1


def test_publishes_versions_that_never_change(user, collection):
    service = authoring.create_service(user, collection, name="Menu", document=graph(HELLO))
    first = authoring.publish(user, service, note="first")
    authoring.save_draft(
        user, service, graph({**HELLO, "label": "Welcome"}), base_revision=service.draft_revision
    )

    second = authoring.publish(user, service)

    first.refresh_from_db()
    service.refresh_from_db()
    assert (first.number, first.note, second.number) == (1, "first", 2)
    assert first.graph["nodes"][0]["label"] == "Greet"
    assert (service.status, service.published) == ("live", second)


def test_publishing_names_handler_field_and_rule(user, collection):
    service = authoring.create_service(user, collection, name="Menu", document=graph(EMPTY_TEXT))

    with pytest.raises(Invalid, match="Greet, SMS Message") as refusal:
        authoring.publish(user, service)

    issue = refusal.value.extra["issues"][0]
    assert (issue["node"], issue["field"], issue["rule"]) == ("n1", "message", "required")
    assert service.versions.count() == 0


def test_a_version_that_names_what_is_gone_is_refused(user, collection):
    gone = {"id": "n1", "kind": "goto_service", "label": "Go", "settings": {"service": "ABCDEF"}}
    service = authoring.create_service(user, collection, name="Menu", document=graph(gone))

    with pytest.raises(Invalid, match="ABCDEF"):
        authoring.publish(user, service)


def test_warns_while_nothing_starts_a_service(service):
    assert "trigger" in {issue.rule for issue in authoring.issues_of(service)}


def test_does_not_warn_when_a_keyword_starts_it(service):
    code = factories.create_code(service.account)
    factories.create_keyword(code, service)

    assert "trigger" not in {issue.rule for issue in authoring.issues_of(service)}


def test_restores_a_version_into_the_draft(user, service):
    first = service.published
    authoring.save_draft(user, service, graph(EMPTY_TEXT), base_revision=0)

    authoring.restore_version(user, service, first, base_revision=1)

    assert service.draft["nodes"][0]["settings"] == GREETING["nodes"][0]["settings"]


@pytest.mark.parametrize(
    ("start", "to", "found"),
    [
        ("live", "paused", "paused"),
        ("paused", "live", "live"),
        ("live", "archived", "archived"),
        ("archived", "paused", "paused"),
    ],
)
def test_a_service_takes_these_steps(user, service, start, to, found):
    Service.objects.filter(id=service.id).update(status=start)
    service.refresh_from_db()

    authoring.set_status(user, service, to)

    service.refresh_from_db()
    assert service.status == found


@pytest.mark.parametrize(
    ("start", "to"),
    [("archived", "live"), ("draft", "live"), ("draft", "paused"), ("live", "draft")],
)
def test_a_service_takes_no_other_step(user, service, start, to):
    service.status = start

    with pytest.raises(Conflict):
        authoring.set_status(user, service, to)


def test_a_restored_draft_is_a_draft_again(user, collection):
    service = authoring.create_service(user, collection, name="Menu", document=graph(HELLO))
    authoring.set_status(user, service, "archived")

    authoring.set_status(user, service, "paused")

    assert service.status == "draft"


def test_a_service_with_a_live_keyword_cannot_be_archived(user, service):
    code = factories.create_code(service.account)
    keyword = factories.create_keyword(code, service)

    with pytest.raises(Conflict, match="still used by") as refusal:
        authoring.set_status(user, service, "archived")

    assert refusal.value.extra["uses"] == [f"keyword “{keyword.text}%” on {code.code}"]


def test_a_service_that_another_runs_cannot_be_archived(user, service, collection):
    goes = {
        "id": "n1", "kind": "goto_service", "label": "Go",
        "settings": {"service": service.public_id},
    }  # fmt: skip
    factories.create_service(collection, "Caller", graph(goes))

    with pytest.raises(Conflict, match="service “Caller”"):
        authoring.set_status(user, service, "archived")


def test_what_a_login_cannot_see_uses_a_service_without_a_name(author, service, other_collection):
    goes = {
        "id": "n1", "kind": "goto_service", "label": "Go",
        "settings": {"service": service.public_id},
    }  # fmt: skip
    factories.create_service(other_collection, "Caller", graph(goes))
    factories.create_keyword(factories.create_code(service.account), service)

    with pytest.raises(Conflict) as refusal:
        authoring.set_status(author, service, "archived")

    assert refusal.value.extra["uses"] == [
        "keyword “(restricted)” on (restricted)",
        "service “(restricted)”",
    ]


def test_an_archived_service_is_not_published(user, service):
    authoring.set_status(user, service, "archived")

    with pytest.raises(Conflict, match="Restore"):
        authoring.publish(user, service)


def test_changing_properties_leaves_a_draft_that_somebody_saved_meanwhile(user, service):
    stale = Service.objects.get(id=service.id)
    authoring.save_draft(user, service, graph(EMPTY_TEXT), base_revision=0)

    authoring.change_properties(user, stale, {"name": "Departures"})

    service.refresh_from_db()
    assert (service.name, service.draft_revision) == ("Departures", 1)


def test_moves_a_service_unless_its_name_is_taken_there(user, service, other_collection):
    factories.create_service(other_collection, service.name)

    with pytest.raises(Conflict, match="Trains"):
        authoring.move_service(user, service, other_collection)


def test_collection_names_are_taken_once(user, collection):
    with pytest.raises(Conflict, match="FERRIES"):
        authoring.create_collection(user, name="FERRIES")


def runs(service_id):
    return {
        "id": "n1", "kind": "goto_service", "label": "Go", "settings": {"service": service_id}
    }  # fmt: skip


def test_services_that_run_each_other_without_a_wait_are_refused(user, collection):
    first = authoring.create_service(user, collection, name="First", document=graph(HELLO))
    authoring.publish(user, first)
    second = authoring.create_service(
        user, collection, name="Second", document=graph(runs(first.public_id))
    )
    authoring.publish(user, second)
    authoring.save_draft(user, first, graph(runs(second.public_id)), base_revision=0)

    with pytest.raises(Invalid) as refusal:
        authoring.publish(user, first)

    assert "recursion" in {issue["rule"] for issue in refusal.value.extra["issues"]}


def test_a_caller_whose_graph_can_no_longer_be_read_is_no_obstacle(user, service, collection):
    broken = {**runs(service.public_id)}
    broken["settings"] = {**broken["settings"], "colour": "red"}
    caller = factories.create_service(collection, "Caller")
    caller.versions.update(graph=graph(broken))

    authoring.set_status(user, service, "archived")

    assert service.status == "archived"
