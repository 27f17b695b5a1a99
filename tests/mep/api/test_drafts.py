import pytest

from flows.models import Service
from flows.runner import drain
from mep.accounts.roles import Area, Level
from mep.messaging.models import Message
from tests import factories

GREETING = {
    "format": 1,
    "start": "n1",
    "nodes": [{"id": "n1", "kind": "send_sms", "label": "Greet", "settings": {"message": "Hello"}}],
    "links": [],
    "stickies": [],
}


@pytest.fixture
def made(api, collection):
    body = {"collection": collection.public_id, "name": "Greeting", "document": GREETING}
    return api.post("services", body).json()


def put(api, path, body):
    return api.client.put(f"/api/v1/{path}", body, content_type="application/json")


@pytest.mark.django_db(transaction=True)
def test_builds_a_service_that_answers_a_text(api, account, made):
    factories.create_gateway(account, is_default=True)
    code = factories.create_code(account)

    published = api.post(f"services/{made['id']}/publish", {"note": "First"})
    keyword = {"service": made["id"], "text": "HI"}
    assert api.post(f"routing-codes/{code.public_id}/keywords", keyword).status_code == 201
    api.post("simulator/messages", {"from": "447700900001", "to": code.code, "text": "hi"})
    drain("flow")

    assert published.status_code == 201
    assert (published.json()["version"], published.json()["status"]) == (1, "live")
    assert Message.objects.get(direction="MT").text == "Hello"


def test_makes_a_collection(api):
    answer = api.post("service-collections", {"name": "Tea Club"})

    assert answer.status_code == 201
    names = [row["name"] for row in api.get("service-collections").json()["results"]]
    assert "Tea Club" in names


def test_refuses_a_name_that_is_taken(api, made, collection):
    answer = api.post("services", {"collection": collection.public_id, "name": "greeting"})

    assert (answer.status_code, answer.json()["code"]) == (409, "taken")


def test_a_graph_that_is_none_is_not_stored(api, collection):
    body = {"collection": collection.public_id, "name": "Odd", "document": {"nodes": 5}}

    answer = api.post("services", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "graph")
    assert not Service.objects.filter(name="Odd").exists()


def test_publishing_names_handler_field_and_rule(api, collection):
    nodes = [{**GREETING["nodes"][0], "settings": {"message": "Hi ${user.}"}}]
    body = {
        "collection": collection.public_id,
        "name": "Broken",
        "document": {**GREETING, "nodes": nodes},
    }
    made = api.post("services", body).json()

    answer = api.post(f"services/{made['id']}/publish", {})

    assert answer.status_code == 422
    (issue,) = answer.json()["issues"]
    assert (issue["node"], issue["field"]) == ("n1", "message")
    assert "Greet" in issue["message"]


def test_replaces_a_draft_only_from_its_latest_revision(api, made):
    path = f"services/{made['id']}/draft"
    changed = {**GREETING, "stickies": [{"text": "later"}]}

    first = put(api, path, {"document": changed, "base_revision": 0})
    second = put(api, path, {"document": GREETING, "base_revision": 0})

    assert (first.status_code, first.json()["revision"]) == (200, 1)
    assert (second.status_code, second.json()["code"]) == (409, "stale")
    assert api.get(path).json()["document"]["stickies"] == [{"text": "later"}]


def test_viewers_change_nothing(caller, collection, made):
    viewer = caller(levels={Area.SERVICES: Level.VIEWER}, collections=[collection.public_id])

    assert viewer.post(f"services/{made['id']}/publish", {}).status_code == 403
    body = {"collection": collection.public_id, "name": "Mine"}
    assert viewer.post("services", body).status_code == 403


def test_services_of_other_collections_do_not_exist(caller, made):
    other = caller(levels={Area.SERVICES: Level.USER}, collections=["0FEDCBA98765"])

    assert other.post(f"services/{made['id']}/publish", {}).status_code == 404
    assert other.get(f"services/{made['id']}/draft").status_code == 404
