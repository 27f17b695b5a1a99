import pytest

from flows.models import Event
from flows.runner import drain
from mep.accounts.roles import Area, Level
from mep.messaging.models import Message
from tests import factories

TEXT = {"from": factories.NUMBER, "to": "83000", "text": "join now"}


@pytest.fixture
def code(account):
    return factories.create_code(account)


def test_a_text_starts_a_service_whose_answer_comes_back(api, account, code, service):
    factories.create_gateway(account)
    factories.create_keyword(code, service)

    sent = api.post("simulator/messages", TEXT)
    drain("flow")

    assert sent.status_code == 202
    rows = api.get("messages", number=factories.NUMBER).json()["results"]
    received = next(row for row in rows if row["direction"] == "MO")
    answer = next(row for row in rows if row["direction"] == "MT")
    assert (received["id"], received["request_id"]) == (
        sent.json()["id"],
        sent.json()["request_id"],
    )
    assert (received["status"], received["keyword"], received["source"]) == (
        "routed",
        "JOIN%",
        "simulator",
    )
    assert (answer["text"], answer["session"]) == ("Hello", received["session"])


def test_the_answer_carries_its_request_id(api, code):
    answer = api.post("simulator/messages", TEXT)

    assert answer["X-Request-Id"] == answer.json()["request_id"]
    assert Event.objects.get().request_id == answer.json()["request_id"]


@pytest.mark.parametrize("text", ["", "line\nbreak", "x" * 10_000, "Zoë 🚢"])
def test_takes_any_text(api, code, text):
    assert api.post("simulator/messages", TEXT | {"text": text}).status_code == 202
    assert Message.objects.get().text == text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from": "12"}, "from"),
        ({"from": None}, "from"),
        ({"to": 83000}, "to"),
        ({"to": "x" * 65}, "to"),
        ({"text": 5}, "text"),
        ({"text": "a\u0000b"}, "text"),
        ({"text": "a\u0007b"}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"when": "now"}, "when"),
    ],
)
def test_a_faulty_member_is_named_and_nothing_is_stored(api, code, change, field):
    answer = api.post("simulator/messages", TEXT | change)

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert not Message.objects.exists()


def test_letter_case_of_a_code_does_not_matter(api, account):
    factories.create_code(account, "ACME_inject", kind="inject")

    assert api.post("simulator/messages", TEXT | {"to": "acme_INJECT"}).status_code == 202
    assert Message.objects.get().code == "ACME_inject"


def test_an_unknown_code_is_not_found(api, code):
    answer = api.post("simulator/messages", TEXT | {"to": "99999"})

    assert (answer.status_code, answer.json()["field"]) == (404, "to")
    assert not Message.objects.exists()


def test_an_invisible_code_is_not_found(caller, code):
    api = caller(levels={Area.UTILITIES: Level.USER, Area.ROUTING: Level.VIEWER})

    assert api.post("simulator/messages", TEXT).status_code == 404


def test_a_code_of_another_account_is_not_found(api):
    factories.create_code(factories.create_account(), "84000")

    assert api.post("simulator/messages", TEXT | {"to": "84000"}).status_code == 404


def test_utilities_user_is_needed(caller, code):
    api = caller(levels={Area.UTILITIES: Level.VIEWER, Area.ROUTING: Level.MANAGER})

    assert api.post("simulator/messages", TEXT).status_code == 403
