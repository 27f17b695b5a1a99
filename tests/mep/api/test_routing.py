import pytest

from flows.models import Event, Session
from mep.accounts.roles import Area, Level
from mep.api.routing import CodeShape, ExplanationShape
from mep.endusers.models import OptOut
from mep.messaging.models import Message
from tests import factories


@pytest.fixture
def code(account):
    return factories.create_code(account, name="Ferries")


@pytest.fixture
def explain(api, code):
    def explain(text, number=None, api=api):
        body = {"text": text} | ({"number": number} if number else {})
        answer = api.post(f"routing-codes/{code.public_id}/explain", body)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return explain


def waiting(service, **more):
    more = {"code": "83000", "awaits": "message,timeout", **more}
    return factories.create_session(service, waiting_since=factories.timezone.now(), **more)


def test_lists_codes_with_their_keywords(api, code, service):
    factories.create_keyword(code, service, "JOIN")
    factories.create_keyword(code, service, "STOP", match="exactly")
    factories.create_keyword(code, service, "OLD", enabled=False)
    factories.create_keyword(code, service, "", match="catch_all", priority=900)

    (shown,) = api.get("routing-codes").json()["results"]

    assert (shown["code"], shown["name"], shown["kind"]) == ("83000", "Ferries", "short_code")
    assert shown["keywords"] == ["JOIN%", "STOP", "%"]
    assert set(shown) == set(CodeShape().fields)


def test_lists_visible_codes_only(caller, code, account):
    factories.create_code(account, "84000")
    api = caller(levels={Area.ROUTING: Level.VIEWER}, codes=[code.public_id])

    assert [row["code"] for row in api.get("routing-codes").json()["results"]] == ["83000"]


def test_the_list_takes_few_queries(api, account, service, django_assert_max_num_queries):
    for number in range(10):
        factories.create_keyword(factories.create_code(account, f"8300{number}"), service)

    with django_assert_max_num_queries(6):
        api.get("routing-codes")


def test_explains_every_keyword_in_order(explain, code, service, collection):
    paused = factories.create_service(collection, status="paused")
    factories.create_keyword(code, service, "JOIN")
    factories.create_keyword(code, paused, "JOIN GOLD", priority=50)
    factories.create_keyword(code, service, "STOP", match="exactly", priority=1)
    factories.create_keyword(code, service, "", match="catch_all")
    factories.create_keyword(code, service, "JO", enabled=False, priority=10, whole_words=False)

    found = explain("join gold please")

    assert [(each["keyword"], each["matched"], each["reason"]) for each in found["keywords"]] == [
        ("STOP", False, "no_match"),
        ("JO%", False, "disabled"),
        ("JOIN GOLD%", True, "service_disabled"),
        ("JOIN%", True, "chosen"),
        ("%", True, "outranked"),
    ]
    assert found["winner"] == found["keywords"][3]["id"]
    assert found["text_after_removal"] == "gold please"
    assert found["captures"] == {"keyword": "JOIN", "message": None, "variables": {}}
    assert found["result"]["action"] == "start"
    assert found["result"]["service"]["id"] == service.public_id
    assert set(found) == set(ExplanationShape().fields)


def test_explains_captures(explain, code, service):
    factories.create_keyword(
        code,
        service,
        r"(?:vote|v)\s+(\d{1,2})\b(.*)",
        match="regex",
        captures={"1": "keyword", "2": "session.rest"},
    )

    found = explain("Vote 12 please")

    assert found["captures"] == {
        "keyword": "12",
        "message": None,
        "variables": {"session.rest": " please"},
    }


def test_explains_that_nothing_fits(explain):
    found = explain("hello")

    assert (found["winner"], found["captures"], found["text_after_removal"]) == (None,) * 3
    assert (found["result"]["action"], found["result"]["reason"]) == ("refuse", "no_keyword")


def test_a_waiting_session_takes_the_text(explain, code, service):
    session = waiting(service)

    found = explain("hello", factories.NUMBER)

    assert found["waiting"]["session"] == session.public_id
    assert found["waiting"]["would"] == "resume"
    assert (found["result"]["action"], found["result"]["session"]) == ("resume", session.public_id)


def test_a_waiting_session_of_another_number_does_not_count(explain, service):
    waiting(service)

    assert explain("hello", "447700900111")["waiting"] is None
    assert explain("hello")["waiting"] is None


def test_stop_interrupts_the_waiting_session(explain, code, service):
    factories.create_keyword(code, service, "STOP", match="exactly", kind="stop")
    waiting(service)

    found = explain("Stop.", factories.NUMBER)

    assert found["guard"] == "stop"
    assert found["waiting"]["would"] == "interrupted"
    assert found["result"]["action"] == "start"


def test_a_session_that_takes_only_some_texts_stays(explain, service):
    state = '{"wait": {"patterns": ["YES"], "ignore": true}}'
    waiting(service, state=state)

    found = explain("maybe", factories.NUMBER)

    assert found["waiting"]["would"] == "ignore"
    assert found["result"]["reason"] == "ignored"


@pytest.mark.parametrize("text", ["STOP", "STOP ALL", "START", "HELP"])
@pytest.mark.parametrize("number", [factories.NUMBER, "447700900999"])
def test_nothing_is_kept_and_nothing_is_sent(explain, account, text, number):
    factories.create_opt_out(factories.create_end_user(account), "84000")
    factories.create_opt_out(factories.create_end_user(account), "83000")

    explain(text, number)

    assert OptOut.objects.count() == 2
    assert not Message.objects.exists()
    assert not Event.objects.exists()
    assert not Session.objects.exists()


def test_invisible_services_are_restricted(explain, caller, code, service):
    factories.create_keyword(code, service)
    waiting(service)
    viewer = caller(levels={Area.ROUTING: Level.VIEWER}, codes=[code.public_id])

    found = explain("hello", factories.NUMBER, api=viewer)

    assert found["keywords"][0]["service"]["name"] == "(restricted)"
    assert found["waiting"]["session"] is None
    assert found["result"]["session"] is None
    assert service.public_id not in repr(found)


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "text"), ({"text": 5}, "text"), ({"text": "x", "number": "12"}, "number")],
)
def test_a_faulty_member_is_named(api, code, body, field):
    answer = api.post(f"routing-codes/{code.public_id}/explain", body)

    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_an_invisible_code_is_not_found(caller, code):
    api = caller(levels={Area.ROUTING: Level.USER})

    assert api.post(f"routing-codes/{code.public_id}/explain", {"text": "x"}).status_code == 404


def test_a_disabled_code_takes_nothing(explain, code, service):
    factories.create_keyword(code, service)
    code.enabled = False
    code.save()

    assert explain("join")["result"]["reason"] == "unknown_code"


def test_routing_viewer_is_needed(caller):
    assert caller(levels={}).get("routing-codes").status_code == 403
