import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from flows.models import Event, Session
from flows.runner import drain
from mep.accounts.limits import Limit
from mep.accounts.roles import Area, Level, OtherRole
from mep.api import invoke
from tests import factories
from tests.mep.api.conftest import Caller

INVOKER = {"levels": {Area.SERVICES: Level.VIEWER}, "other_roles": [OtherRole.INVOKE_SERVICE]}
BODY = {"number": factories.NUMBER}


@pytest.fixture
def path(service):
    return f"services/{service.public_id}/invoke"


def test_accepts_and_says_where_the_session_will_be(api, path):
    answer = api.post(path, BODY)

    request_id = answer.json()["request_id"]
    assert answer.status_code == 202
    assert answer["X-Request-Id"] == request_id
    assert answer.json()["sessions"] == (
        f"http://testserver/api/v1/sessions?request_id={request_id}"
    )


def test_the_service_runs(api, path, service, user):
    variables = {"user": {"Name": "Zoë"}, "session": {"n": 2, "x": 2.0, "ok": True}}

    request_id = api.post(path, BODY | {"variables": variables}).json()["request_id"]
    drain("flow")

    (found,) = api.get("sessions", request_id=request_id).json()["results"]
    assert (found["service"]["id"], found["status"]) == (service.public_id, "completed")
    detail = api.get(f"sessions/{found['id']}").json()
    changes = [(row["key"], row["after"]) for row in detail["trace"][0]["changes"]]
    assert repr(changes) == repr([("Name", "Zoë"), ("n", 2), ("x", 2.0), ("ok", True)])
    assert Event.objects.filter(kind="invoke").get().user == user


@pytest.mark.parametrize("number", [447700900750, "447700900750"])
def test_takes_a_number_as_text_or_integer(api, path, number):
    assert api.post(path, {"number": number}).status_code == 202
    assert Event.objects.get().end_user.msisdn == "447700900750"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "number"),
        ({"number": None}, "number"),
        ({"number": True}, "number"),
        ({"number": 12.5}, "number"),
        ({"number": -447700900750}, "number"),
        ({"number": 10**40}, "number"),
        ({"number": "12345"}, "number"),
        ({"number": "+447700900750"}, "number"),
        ({"number": "0447700900750"}, "number"),
        ({"number": "٤٤٧٧٠٠٩٠٠٧٥٠"}, "number"),
        ({"number": ["447700900750"]}, "number"),
        (BODY | {"phone": 1}, "phone"),
        (BODY | {"variables": []}, "variables"),
        (BODY | {"variables": None}, "variables"),
        (BODY | {"variables": {"system": {"date": 1}}}, "variables.system"),
        (BODY | {"variables": {"service": {"x": 1}}}, "variables.service"),
        (BODY | {"variables": {"account": {"x": 1}}}, "variables.account"),
        (BODY | {"variables": {"user": []}}, "variables.user"),
        (BODY | {"variables": {"user": {"": 1}}}, "variables.user."),
        (BODY | {"variables": {"user": {"a b": 1}}}, "variables.user.a b"),
        (BODY | {"variables": {"user": {"and": 1}}}, "variables.user.and"),
        (BODY | {"variables": {"user": {"x" * 101: 1}}}, "variables.user." + "x" * 101),
        (BODY | {"variables": {"user": {"identifiers.msisdn": 1}}},
         "variables.user.identifiers.msisdn"),
        (BODY | {"variables": {"user": {"x": None}}}, "variables.user.x"),
        (BODY | {"variables": {"user": {"x": [1]}}}, "variables.user.x"),
        (BODY | {"variables": {"user": {"x": {"y": 1}}}}, "variables.user.x"),
        (BODY | {"variables": {"user": {"x": "a\u0000b"}}}, "variables.user.x"),
        (BODY | {"variables": {"user": {"x": "y" * 256}}}, "variables.user.x"),
        (BODY | {"variables": {"user": {"x": 2**63}}}, "variables.user.x"),
        (BODY | {"variables": {"user": {"Gate": 1, "gate": 2}}}, "variables.user"),
        (BODY | {"variables": {"user": {"x": 1}, "USER": {"y": 1}}}, "variables"),
        (BODY | {"network": "NOWHERE"}, "network"),
        (BODY | {"network": 5.5}, "network"),
    ],
)  # fmt: skip
def test_a_faulty_member_is_named_and_nothing_is_stored(api, path, body, field):
    answer = api.post(path, body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["field"] == field
    assert not Event.objects.exists()


def test_values_are_never_echoed(api, path):
    answer = api.post(path, BODY | {"variables": {"user": {"pin": "SECRET" + "x" * 255}}})

    assert b"SECRET" not in answer.content


def test_only_ascii_is_taken_where_the_account_wants_it(api, path, account):
    account.ascii_values = True
    account.save()

    answer = api.post(path, BODY | {"variables": {"user": {"name": "Zoë"}}})

    assert answer.json()["field"] == "variables.user.name"


def test_a_known_network_is_learnt(api, path):
    factories.create_operator("ORANGEUK")

    assert api.post(path, BODY | {"network": "orangeuk"}).status_code == 202
    assert json.loads(Event.objects.get().data)["network"] == "ORANGEUK"


@pytest.mark.parametrize(
    ("status", "code"),
    [("paused", "paused"), ("draft", "not_live"), ("archived", "not_live")],
)
def test_a_service_that_is_not_live_is_a_conflict(api, path, service, status, code):
    service.status = status
    service.save()

    answer = api.post(path, BODY)

    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert not Event.objects.exists()


@pytest.mark.parametrize("public_id", ["F9E8D7C6B5A4", "nothing"])
def test_an_unknown_service_is_not_found(api, public_id):
    assert api.post(f"services/{public_id}/invoke", BODY).status_code == 404


def test_an_invisible_service_is_not_found(caller, path):
    assert caller(**INVOKER).post(path, BODY).status_code == 404


def test_the_role_is_needed(caller, path, collection):
    viewer = {Area.SERVICES: Level.MANAGER}

    assert caller(levels=viewer).post(path, BODY).status_code == 403


def test_a_viewer_with_the_role_may(caller, path, collection):
    assert caller(**INVOKER, collections=[collection.public_id]).post(path, BODY).status_code == 202


def test_a_token_without_the_scope_may_not(user, path):
    limited = Caller(factories.create_token(user, scopes=["services:manager"]))

    assert limited.post(path, BODY).status_code == 403


def test_too_many_calls_are_held_back(api, path, account, clean_redis, monkeypatch):
    monkeypatch.setattr(invoke, "INVOKE", Limit("invoke", rate=1, burst=2))
    account.rate_limits = True
    account.save()

    answers = [api.post(path, BODY) for _ in range(5)]

    assert [answer.status_code for answer in answers[:2]] == [202, 202]
    assert answers[-1].status_code == 429
    assert answers[-1].json()["code"] == "too_many"
    assert answers[-1]["Retry-After"] == "1"


def test_the_same_key_and_body_happen_once(api, path):
    first = api.post(path, BODY, **{"Idempotency-Key": "k1"})
    second = api.post(path, BODY, **{"Idempotency-Key": "k1"})

    assert second.status_code == 202
    assert second.json() == first.json()
    assert second["X-Request-Id"] == first["X-Request-Id"]
    assert Event.objects.count() == 1


def test_the_same_key_gets_its_answer_after_the_service_has_paused(api, path, service):
    first = api.post(path, BODY, **{"Idempotency-Key": "k1"})
    service.status = "paused"
    service.save()

    assert api.post(path, BODY, **{"Idempotency-Key": "k1"}).json() == first.json()


@pytest.mark.parametrize(
    "other",
    [
        {"number": "447700900751"},
        BODY | {"variables": {"user": {"n": 2.0}}},
        BODY | {"variables": {"user": {"n": True}}},
        BODY,
    ],
)
def test_the_same_key_with_another_body_is_a_conflict(api, path, other):
    body = BODY | {"variables": {"user": {"n": 2}}}
    api.post(path, body, **{"Idempotency-Key": "k1"})

    answer = api.post(path, other, **{"Idempotency-Key": "k1"})

    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
    assert Event.objects.count() == 1


def test_the_same_key_on_another_service_is_a_conflict(api, path, collection):
    other = factories.create_service(collection)
    api.post(path, BODY, **{"Idempotency-Key": "k1"})

    answer = api.post(f"services/{other.public_id}/invoke", BODY, **{"Idempotency-Key": "k1"})

    assert answer.status_code == 409


def test_keys_of_two_logins_do_not_meet(api, caller, path):
    api.post(path, BODY, **{"Idempotency-Key": "k1"})

    assert caller().post(path, BODY, **{"Idempotency-Key": "k1"}).status_code == 202
    assert Event.objects.count() == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_a_faulty_key_is_refused(api, path, key):
    answer = api.post(path, BODY, **{"Idempotency-Key": key})

    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


@pytest.mark.django_db(transaction=True)
def test_a_key_sent_by_many_at_once_happens_once(api, path):
    def send(_):
        try:
            return api.post(path, BODY, **{"Idempotency-Key": "k1"})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(16)))

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["request_id"] for answer in answers}) == 1
    assert Event.objects.count() == 1


def test_without_a_key_every_call_counts(api, path):
    api.post(path, BODY)
    api.post(path, BODY)
    drain("flow")

    assert Session.objects.count() == 2


def test_takes_the_documented_body_too(api, service):
    body = {
        "endUser": {"phoneNumber": 12515550130, "mobileOperatorId": 383},
        "variables": {"session": {"flightNumber": 49}},
    }

    answer = api.post(f"services/{service.public_id}/invoke", body)

    assert answer.status_code == 202, answer.content
    event = Event.objects.get(kind="invoke")
    assert event.end_user.msisdn == "12515550130"
    assert "CINGULARUS" in event.data


def test_names_what_is_wrong_with_a_documented_end_user(api, service):
    answer = api.post(f"services/{service.public_id}/invoke", {"endUser": {"phnNumber": 1}})

    assert answer.status_code == 422
    assert {row["field"] for row in answer.json()["errors"]} >= {"endUser.phnNumber"}
