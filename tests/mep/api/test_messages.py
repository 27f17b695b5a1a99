from datetime import timedelta

import pytest
from django.utils import timezone

from mep.accounts.roles import Area, Level
from mep.api.shapes import MessageDetailShape, MessageShape
from tests import factories


def texts(answer):
    return [row["text"] for row in answer.json()["results"]]


@pytest.fixture
def three(account):
    """Three messages, the last one sent."""
    now = timezone.now()
    for number, more in enumerate(
        [
            {"request_id": "R1", "status": "routed"},
            {"number": "447700900111", "status": "unrouted"},
            {"direction": "MT", "status": "delivered", "request_id": "R1"},
        ]
    ):
        moment = now + timedelta(seconds=number)
        factories.create_message(account, f"m{number}", created_at=moment, **more)


def test_lists_messages_newest_first(api, three):
    assert texts(api.get("messages")) == ["m2", "m1", "m0"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"direction": "MO"}, ["m1", "m0"]),
        ({"number": "447700900111"}, ["m1"]),
        ({"status": "delivered"}, ["m2"]),
        ({"request_id": "R1"}, ["m2", "m0"]),
        ({"request_id": "R1", "direction": "MT"}, ["m2"]),
        ({"number": "447700900999"}, []),
    ],
)
def test_filters_narrow_the_list(api, three, query, expected):
    assert texts(api.get("messages", **query)) == expected


@pytest.mark.parametrize(
    "query", [{"direction": "up"}, {"number": "abc"}, {"status": "lost"}, {"cursor": "W10"}]
)
def test_a_faulty_parameter_is_named(api, query):
    answer = api.get("messages", **query)

    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(query)))


def test_pages_hold_messages_of_one_moment_once(api, account):
    moment = timezone.now()
    for number in range(5):
        factories.create_message(account, f"m{number}", created_at=moment)

    first = api.get("messages", limit=3).json()
    second = api.get("messages", limit=3, cursor=first["next"]).json()

    assert second["next"] is None
    assert len({row["id"] for row in first["results"] + second["results"]}) == 5


def test_a_new_message_does_not_shift_the_next_page(api, account, three):
    first = api.get("messages", limit=2).json()
    factories.create_message(account, "new", created_at=timezone.now() + timedelta(minutes=1))

    assert texts(api.get("messages", limit=2, cursor=first["next"])) == ["m0"]


def test_shows_a_message_with_its_reports(api, account):
    gateway = factories.create_gateway(account)
    message = factories.create_message(account, direction="MT", gateway=gateway, external_id="X1")
    factories.create_report(message, "enroute")
    factories.create_report(message, "delivered")

    shown = api.get(f"messages/{message.public_id}").json()

    assert shown["gateway"] == gateway.name
    assert [report["status"] for report in shown["reports"]] == ["enroute", "delivered"]


def test_answers_are_as_documented(api, account, service):
    message = factories.create_message(account, service=service)

    (listed,) = api.get("messages").json()["results"]
    shown = api.get(f"messages/{message.public_id}").json()

    assert set(listed) == set(MessageShape().fields)
    assert set(shown) == set(MessageDetailShape().fields)


def test_numbers_are_masked(caller, account):
    message = factories.create_message(account)
    api = caller(levels={Area.CONSOLE: Level.VIEWER, Area.ROUTING: Level.VIEWER}, codes=["*"])

    (listed,) = api.get("messages", number=factories.NUMBER).json()["results"]

    assert listed["number"] == "4477••••0750"
    assert api.get(f"messages/{message.public_id}").json()["number"] == "4477••••0750"


def test_invisible_messages_do_not_exist(caller, account):
    message = factories.create_message(account)
    api = caller(levels={Area.CONSOLE: Level.VIEWER})

    assert texts(api.get("messages")) == []
    assert api.get(f"messages/{message.public_id}").status_code == 404


def test_messages_of_other_accounts_do_not_exist(api):
    theirs = factories.create_message(factories.create_account())

    assert api.get(f"messages/{theirs.public_id}").status_code == 404


@pytest.mark.parametrize("public_id", ["1", "F" * 16, "x", "0"])
def test_an_unknown_id_is_not_found(api, public_id):
    assert api.get(f"messages/{public_id}").status_code == 404


def test_the_console_role_is_needed(caller):
    assert caller(levels={Area.SERVICES: Level.MANAGER}).get("messages").status_code == 403


def test_the_list_takes_few_queries(api, account, service, django_assert_max_num_queries):
    for number in range(20):
        factories.create_message(account, f"m{number}", service=service)

    with django_assert_max_num_queries(6):
        api.get("messages")
