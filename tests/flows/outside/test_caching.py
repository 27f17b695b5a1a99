import pytest

from flows import secrets
from flows.outside import caching
from tests import factories
from tests.mep.base.rude_server import reply

JSON = b"Content-Type: application/json\r\n"

pytestmark = pytest.mark.usefixtures("clean_redis")


def test_an_answer_is_reused_for_a_while(serve, call, clean_redis):
    server = serve(reply(b'{"a": 1}', JSON))

    results = [call(server.url(), read_into="session", cache_seconds=60) for _ in range(3)]

    assert len(server.requests) == 1
    assert [result.data["variables"] for result in results] == [[["a", 1]]] * 3
    assert [result.log["is_reused"] for result in results] == [False, True, True]
    (key,) = clean_redis.keys("*answer*")
    assert 50 < clean_redis.ttl(key) <= 60


def test_a_reused_answer_is_read_anew(serve, call):
    server = serve(reply(b'{"a": 1}', JSON))

    call(server.url(), read_into="session", cache_seconds=60)
    result = call(server.url(), read_into="session", prefix="p", cache_seconds=60)

    assert result.data["variables"] == [["p.a", 1]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"account_id": 4}),
        ({}, {"headers": (("Accept", "text/xml"),)}),
        ({"headers": (("X", "1"),)}, {"headers": (("X", "2"),)}),
        ({}, {"cache_seconds": 0}),
        ({"method": "POST"}, {"method": "POST"}),
    ],
)
def test_no_other_request_gets_the_answer(serve, call, first, second):
    server = serve(reply(b'{"a": 1}', JSON))
    usual = {"cache_seconds": 60, "read_into": "session"}

    call(server.url(), **{**usual, **first})
    call(server.url(), **{**usual, **second})

    assert len(server.requests) == 2


@pytest.mark.django_db
def test_a_new_password_asks_anew(serve, call):
    account = factories.create_account()
    secret = secrets.set_secret(account.id, name="CRM", value="old")
    server = serve(reply(b"x"))
    auth = {"mode": "basic", "login": "bob", "secret": secret.public_id}

    for value in ("old", "old", "new"):
        secrets.set_secret(account.id, name="CRM", value=value)
        call(server.url(), account_id=account.id, auth=auth, cache_seconds=60)

    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "bad", [reply(b"later", status=b"500 Oops"), reply(b"{", JSON)], ids=["failed", "unreadable"]
)
def test_what_failed_is_not_reused(serve, call, bad):
    answers = [bad, reply(b"{}", JSON)]

    def answer(connection, request):
        return answers.pop(0)(connection, request)

    server = serve(answer)

    assert not call(server.url(), read_into="session", cache_seconds=60).ok
    assert call(server.url(), read_into="session", cache_seconds=60).ok


def test_without_redis_everything_is_asked_anew(serve, call, settings):
    server = serve(reply(b"x"))
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    caching.redis.client.cache_clear()

    results = [call(server.url(), cache_seconds=60) for _ in range(2)]

    caching.redis.client.cache_clear()
    assert [result.ok for result in results] == [True, True]
    assert len(server.requests) == 2
