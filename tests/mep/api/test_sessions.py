from datetime import timedelta

import pytest
from django.utils import timezone

from flows import scopes
from mep.accounts.roles import Area, Level
from mep.api.shapes import SessionDetailShape, SessionShape, TraceLineShape
from tests import factories

SECRETIVE = {
    **factories.GREETING,
    "nodes": [
        {
            "id": "n1",
            "kind": "set_variables",
            "label": "Draw a PIN",
            "settings": {
                "rows": [
                    {"scope": "session", "key": "pin", "value": "1234", "secret": True},
                ]
            },
        }
    ],
}


@pytest.fixture
def session(service):
    return factories.create_session(service, request_id="R1", code="83000")


def ids(answer):
    return [row["id"] for row in answer.json()["results"]]


def test_lists_sessions_newest_first(api, service, session):
    older = factories.create_session(service, started_at=timezone.now() - timedelta(hours=1))

    assert ids(api.get("sessions")) == [session.public_id, older.public_id]


@pytest.mark.parametrize(
    "query", [{"number": "447700900750"}, {"status": "waiting"}, {"request_id": "R1"}]
)
def test_filters_narrow_the_list(api, service, session, account, query):
    other = factories.create_end_user(account, "447700900111")
    factories.create_session(service, other, status="completed", request_id="R2")

    assert ids(api.get("sessions", **query)) == [session.public_id]


def test_a_service_narrows_the_list(api, session, service, collection):
    factories.create_session(factories.create_service(collection))

    assert ids(api.get("sessions", service=service.public_id.lower())) == [session.public_id]


@pytest.mark.parametrize("query", [{"number": "x"}, {"status": "gone"}, {"limit": "-1"}])
def test_a_faulty_parameter_is_named(api, query):
    answer = api.get("sessions", **query)

    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(query)))


def test_shows_a_session_with_its_trace(api, session):
    factories.create_trace_line(session, data={"fields": {"message": "Hello"}})
    factories.create_trace_line(session, outcome="")

    shown = api.get(f"sessions/{session.public_id}").json()

    assert [line["number"] for line in shown["trace"]] == [1, 2]
    assert [line["status"] for line in shown["trace"]] == ["left", "waiting"]
    assert shown["trace"][0]["label"] == "Greet"
    assert shown["trace"][0]["fields"] == {"message": "Hello"}


def test_answers_are_as_documented(api, session):
    factories.create_trace_line(session)

    (listed,) = api.get("sessions").json()["results"]
    shown = api.get(f"sessions/{session.public_id}").json()

    assert set(listed) == set(SessionShape().fields)
    assert set(shown) == set(SessionDetailShape().fields)
    assert set(shown["trace"][0]) == set(TraceLineShape().fields)


def test_shows_variables_with_their_types(api, service):
    packed = scopes.pack({"n": 2, "x": 2.0, "odd": float("inf"), "none": None})
    session = factories.create_session(service, variables=packed)

    shown = api.get(f"sessions/{session.public_id}").json()["variables"]

    assert repr(shown) == repr(
        {"session.n": 2, "session.x": 2.0, "session.odd": None, "session.none": None}
    )


def test_secret_variables_are_masked(api, collection):
    service = factories.create_service(collection, graph=SECRETIVE)
    session = factories.create_session(service, variables=scopes.pack({"pin": "1234", "n": 1}))

    shown = api.get(f"sessions/{session.public_id}").json()["variables"]

    assert shown == {"session.pin": "••••••", "session.n": 1}


def test_numbers_are_masked(caller, session, collection):
    session.variables = scopes.pack({"who": int(factories.NUMBER)})
    session.save()
    factories.create_trace_line(session, data={"fields": {"to": factories.NUMBER}})
    api = caller(levels={Area.SERVICES: Level.VIEWER}, collections=[collection.public_id])

    shown = api.get(f"sessions/{session.public_id}")

    assert factories.NUMBER not in shown.content.decode()
    assert shown.json()["number"] == "4477••••0750"
    assert shown.json()["trace"][0]["fields"] == {"to": "4477••••0750"}


def test_steps_of_an_invisible_service_stay_out(caller, session, account, collection):
    hidden = factories.create_service(factories.create_collection(account))
    factories.create_trace_line(session)
    line = factories.create_trace_line(session)
    line.service, line.version = hidden, hidden.published
    line.save()
    api = caller(levels={Area.SERVICES: Level.VIEWER}, collections=[collection.public_id])

    trace = api.get(f"sessions/{session.public_id}").json()["trace"]

    assert [line["number"] for line in trace] == [1]


def test_invisible_sessions_do_not_exist(caller, session):
    api = caller(levels={Area.SERVICES: Level.VIEWER})

    assert ids(api.get("sessions")) == []
    assert api.get(f"sessions/{session.public_id}").status_code == 404


def test_sessions_of_sandboxes_and_other_accounts_do_not_exist(api, service, user):
    theirs = factories.create_service(factories.create_collection(factories.create_account()))
    sandbox = factories.create_sandbox(service, user)
    for session in (
        factories.create_session(theirs),
        factories.create_session(service, sandbox=sandbox),
    ):
        assert api.get(f"sessions/{session.public_id}").status_code == 404
    assert ids(api.get("sessions")) == []


@pytest.mark.parametrize("public_id", ["1", "F" * 16, "x", "-5"])
def test_an_unknown_id_is_not_found(api, public_id):
    assert api.get(f"sessions/{public_id}").status_code == 404


def test_a_version_that_no_longer_compiles_is_shown_all_the_same(api, session):
    version = session.version
    version.graph = {"start": "n1", "nodes": [{"id": "n1", "kind": "gone", "label": "Gone"}]}
    version.save()
    factories.create_trace_line(session)

    (line,) = api.get(f"sessions/{session.public_id}").json()["trace"]

    assert (line["label"], line["handler"]) == ("n1", "send_sms")


def test_the_list_takes_few_queries(api, service, django_assert_max_num_queries):
    for number in range(20):
        factories.create_session(service, request_id=str(number))

    with django_assert_max_num_queries(6):
        api.get("sessions")
