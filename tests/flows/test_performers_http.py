import hashlib
import hmac
from base64 import b64encode
from datetime import timedelta

import pytest

from flows import performers_http
from flows.engine.effects import CallHttp
from flows.performers import PERFORMERS, Task
from tests.mep.base.rude_server import OK, RudeServer, raw, reply


@pytest.fixture(autouse=True)
def allowed_networks(settings):
    settings.MEP_HTTP_ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def serve():
    servers = []

    def start(answer):
        servers.append(RudeServer(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def stored_secrets(monkeypatch):
    monkeypatch.setattr(performers_http, "_secret_finders", [])
    performers_http.finds_secrets(lambda account_id, name: f"{name}-of-{account_id}")


def perform(url, attempt=1, age=0, method="GET", **fields):
    effect = CallHttp(method, url, **fields)
    task = Task(7, 3, 1, 1, 1, effect, attempt, timedelta(seconds=age))
    return PERFORMERS["call_http"](task)


def test_pushes_and_tells_the_status(serve):
    server = serve(reply(b"ignored", status=b"201 Created"))

    result = perform(server.url(), method="POST", body="Zoë", headers=(("X-A", "b"),))

    assert result.ok
    assert result.data["status"] == 201
    assert "variables" not in result.data
    assert server.requests[0].endswith("\r\n\r\nZoë".encode())
    assert f"X-Request-ID: {result.data['request_id']}\r\n".encode() in server.requests[0]
    assert b"Idempotency-Key" not in server.requests[0]


def test_reads_data_for_a_scope(serve):
    server = serve(reply(b'{"a": {"b": 1}}', b"Content-Type: application/json\r\n"))

    result = perform(
        server.url(),
        read_into="session",
        prefix="w",
        extract=(
            {"path": "$.a.b", "scope": "user", "key": "b"},
            {"path": "$.none", "scope": "user", "key": "n"},
        ),
    )

    assert result.data["variables"] == (("w.a.b", 1),)
    assert result.data["extracted"] == [("user", "b", 1), ("user", "n", None)]
    assert result.data["warnings"] == ["$.none leads to nothing"]
    assert result.data["content_type"] == "application/json"


def test_no_content_is_success_without_variables(serve):
    result = perform(serve(reply(b"", status=b"204 No Content")).url(), read_into="session")

    assert result.ok
    assert "variables" not in result.data


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"<html>", b"application/json"), (b"", b"text/xml"), (b"\x89PNG", b"image/png")],
)
def test_data_that_cannot_be_read_fails_at_once(serve, body, content_type):
    server = serve(reply(body, b"Content-Type: " + content_type + b"\r\n"))

    result = perform(server.url(), read_into="session", retry="data")

    assert (result.ok, result.reason, result.retry_after) == (False, "data", None)
    assert result.data["status"] == 200


@pytest.mark.parametrize(
    ("retry", "status", "is_tried_again"),
    [
        ("poke", b"400 Bad Request", False),
        ("poke", b"404 Not Found", False),
        ("poke", b"429 Too Many", True),
        ("poke", b"500 Oops", True),
        ("poke", b"503 Later", True),
        ("data", b"404 Not Found", True),
        ("data", b"500 Oops", True),
    ],
)
def test_tries_again_by_status(serve, retry, status, is_tried_again):
    result = perform(serve(reply(status=status)).url(), retry=retry)

    assert (result.ok, result.reason) == (False, "http")
    assert result.data["status"] == int(status[:3])
    assert (result.retry_after is not None) is is_tried_again


@pytest.mark.parametrize(
    "answer",
    [raw(), raw(b"rubbish\r\n"), raw(OK + b"Content-Length: 9\r\n\r\nx")],
    ids=["nothing", "rubbish", "half"],
)
def test_tries_again_when_the_network_fails(serve, answer):
    result = perform(serve(answer).url())

    assert result.reason == "http"
    assert result.retry_after


def test_does_not_ask_again_for_too_much(serve):
    result = perform(serve(reply(b"x" * 1_000_001)).url(), retry="data")

    assert (result.ok, result.reason, result.retry_after) == (False, "http", None)


@pytest.mark.parametrize(
    ("attempt", "shortest", "longest"), [(1, 4, 6), (2, 8, 12), (3, 16, 24), (50, 24, 36)]
)
def test_waits_longer_between_attempts(serve, attempt, shortest, longest):
    server = serve(reply(status=b"500 Oops"))

    result = perform(server.url(), attempt, retry="data", attempts=0)

    assert shortest <= result.retry_after.total_seconds() <= longest


@pytest.mark.parametrize(
    ("attempt", "age", "is_tried_again"), [(2, 0, True), (3, 0, False), (1, 58, False)]
)
def test_gives_up_after_attempts_or_time(serve, attempt, age, is_tried_again):
    result = perform(serve(reply(status=b"500 Oops")).url(), attempt, age)

    assert (result.retry_after is not None) is is_tried_again


@pytest.mark.parametrize(
    ("url", "fields", "reason"),
    [
        ("http://10.0.0.1/", {}, "url"),
        ("ftp://127.0.0.1/", {}, "url"),
        ("http://127.0.0.1/", {"headers": (("Host", "x"),)}, "request"),
        ("http://127.0.0.1/", {"auth": {"mode": "bearer", "secret": "none"}}, "missing"),
    ],
)
def test_what_may_not_be_called_fails_at_once(url, fields, reason):
    result = perform(url, **fields)

    assert (result.ok, result.reason, result.retry_after) == (False, reason, None)
    assert result.message


@pytest.mark.usefixtures("stored_secrets")
@pytest.mark.parametrize(
    ("auth", "header"),
    [
        (
            {"mode": "basic", "login": "bob", "secret": "pass"},
            b"Authorization: Basic " + b64encode(b"bob:pass-of-3"),
        ),
        ({"mode": "bearer", "secret": "pass"}, b"Authorization: Bearer pass-of-3"),
        ({"mode": "header", "header": "X-Key", "secret": "pass"}, b"X-Key: pass-of-3"),
    ],
)
def test_logs_in_with_a_stored_secret(serve, auth, header):
    server = serve(reply())

    perform(server.url(), auth=auth, headers=(("authorization", "mine"), ("x-key", "mine")))

    assert header + b"\r\n" in server.requests[0]


@pytest.mark.usefixtures("stored_secrets")
def test_signs_the_body(serve):
    server = serve(reply())

    perform(
        server.url(), method="POST", body="data", sign={"secret": "key", "header": "X-Signature"}
    )

    expected = hmac.new(b"key-of-3", b"data", hashlib.sha256).hexdigest().encode()
    assert b"X-Signature: sha256=" + expected + b"\r\n" in server.requests[0]


def test_repeats_an_idempotent_call_with_the_same_key(serve):
    server = serve(reply())

    for attempt in (1, 2):
        perform(server.url(), attempt, method="POST", idempotent=True)

    keys = [
        line
        for request in server.requests
        for line in request.split(b"\r\n")
        if line.startswith(b"Idempotency-Key: ")
    ]
    assert len(keys) == 2
    assert len(set(keys)) == 1


@pytest.mark.usefixtures("clean_redis")
def test_reuses_an_answer_for_a_while(serve):
    server = serve(reply(b'{"a": 1}', b"Content-Type: application/json\r\n"))

    results = [perform(server.url(), read_into="session", cache_seconds=60) for _ in range(3)]

    assert len(server.requests) == 1
    assert [result.data["variables"] for result in results] == [(("a", 1),)] * 3


@pytest.mark.usefixtures("clean_redis")
def test_does_not_reuse_a_failure(serve):
    answers = [reply(status=b"500 Oops"), reply(b"fine")]

    def answer(connection, request):
        return answers.pop(0)(connection, request)

    server = serve(answer)

    assert not perform(server.url(), read_into="session", cache_seconds=60).ok
    assert perform(server.url(), read_into="session", cache_seconds=60).ok
