import json
import random

import pytest

from tests.mep.base.rude_server import OK, drip, raw, reply

JSON = b"Content-Type: application/json\r\n"


def test_pushes_and_tells_the_status(serve, call):
    server = serve(reply(b"ignored", status=b"201 Created"))

    result = call(server.url(), method="POST", body="Zoë", headers=(("X-A", "b"),))

    assert result.ok
    assert result.data == {
        "status": 201,
        "content_type": "",
        "request_id": result.data["request_id"],
    }
    assert server.requests[0].endswith("\r\n\r\nZoë".encode())
    assert b"X-A: b\r\n" in server.requests[0]


def test_always_makes_a_request_id_of_its_own(serve, call):
    server = serve(reply())

    first = call(server.url(), headers=(("x-request-id", "mine"),))
    second = call(server.url())

    assert first.data["request_id"] != second.data["request_id"]
    assert f"X-Request-ID: {first.data['request_id']}\r\n".encode() in server.requests[0]
    assert b"mine" not in server.requests[0]


def test_reads_data_for_a_scope(serve, call):
    server = serve(reply(b'{"a": {"b": 1}}', JSON))
    extract = (
        {"path": "$.a.b", "scope": "user", "key": "b"},
        {"path": "$.none", "scope": "user", "key": "n"},
    )

    result = call(server.url(), read_into="session", prefix="w", extract=extract)

    assert result.data["variables"] == [["w.a.b", 1]]
    assert result.data["extracted"] == [["user", "b", 1], ["user", "n", None]]
    assert result.data["warnings"] == ["$.none leads to nothing"]
    assert result.data["content_type"] == "application/json"


def test_takes_values_out_of_xml(serve, call):
    server = serve(reply(b'<a><b c="1">x</b></a>', b"Content-Type: text/xml\r\n"))
    extract = ({"path": "/a/b/@c", "scope": "session", "key": "c"},)

    result = call(server.url(), read_into="session", extract=extract)

    assert result.data["variables"] == [["a.b", "x"], ["a.b.c", "1"]]
    assert result.data["extracted"] == [["session", "c", "1"]]


def test_no_content_is_success_without_variables(serve, call):
    result = call(serve(reply(b"", status=b"204 No Content")).url(), read_into="session")

    assert result.ok
    assert "variables" not in result.data


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"<html>", b"application/json"), (b"", b"text/xml"), (b"\x89PNG", b"image/png")],
)
def test_data_that_cannot_be_read_fails_at_once(serve, call, body, content_type):
    server = serve(reply(body, b"Content-Type: " + content_type + b"\r\n"))

    result = call(server.url(), read_into="session", retry="data")

    assert (result.ok, result.reason, result.retry_after) == (False, "data", None)
    assert result.data["status"] == 200


def test_data_is_not_looked_at_unless_asked_for(serve, call):
    assert call(serve(reply(b"<html>", JSON)).url()).ok


@pytest.mark.parametrize(
    ("retry", "status", "is_tried_again"),
    [
        ("poke", b"301 Moved", False),
        ("poke", b"400 Bad Request", False),
        ("poke", b"404 Not Found", False),
        ("poke", b"429 Too Many", True),
        ("poke", b"500 Oops", True),
        ("poke", b"503 Later", True),
        ("data", b"304 Not Modified", True),
        ("data", b"404 Not Found", True),
        ("data", b"500 Oops", True),
    ],
)
def test_tries_again_by_status(serve, call, retry, status, is_tried_again):
    result = call(serve(reply(b"", status=status)).url(), retry=retry)

    assert (result.ok, result.reason) == (False, "http")
    assert result.message == f"The web address answered {int(status[:3])}"
    assert result.data["status"] == int(status[:3])
    assert (result.retry_after is not None) is is_tried_again


@pytest.mark.parametrize(
    "answer",
    [raw(), raw(b"rubbish\r\n"), raw(OK + b"Content-Length: 9\r\n\r\nx")],
    ids=["nothing", "rubbish", "half"],
)
@pytest.mark.parametrize("retry", ["poke", "data"])
def test_tries_again_when_the_network_fails(serve, call, answer, retry):
    result = call(serve(answer).url(), retry=retry)

    assert (result.ok, result.reason) == (False, "http")
    assert result.message[0].isupper()
    assert "status" not in result.data
    assert result.retry_after


@pytest.mark.usefixtures("loopback")
def test_tries_again_when_nobody_is_there(call):
    result = call("http://127.0.0.1:1/")

    assert result.message == "The other system could not be reached"
    assert result.retry_after


def test_one_that_hangs_fails_within_its_time(serve, call):
    server = serve(lambda connection, request: server.stopping.wait(20))

    result = call(server.url(), timeout_seconds=0.3)

    assert result.message == "The other system did not answer in time"
    assert result.retry_after


def test_one_that_drips_fails_within_its_time(serve, call):
    server = serve(drip(lambda: server, OK + b"\r\n", b"x"))

    assert call(server.url(), timeout_seconds=0.3).reason == "http"


def test_fifty_megabytes_fail_and_are_not_asked_for_again(serve, call):
    server = serve(drip(lambda: server, OK + b"\r\n", b"x" * 500_000, pause=0))

    result = call(server.url(), retry="data", read_into="session")

    assert (result.ok, result.reason, result.retry_after) == (False, "data", None)
    assert "1000000 bytes" in result.message


def test_an_announced_50_megabytes_are_not_read(serve, call):
    server = serve(raw(OK + b"Content-Length: 50000000\r\n\r\n"))

    assert call(server.url(), retry="data").reason == "data"


def test_a_billion_laughs_fail_at_once(serve, call):
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">' + entities + b"]><l>&l9;</l>"
    server = serve(reply(bomb, b"Content-Type: application/xml\r\n"))

    result = call(server.url(), read_into="session", retry="data")

    assert (result.ok, result.reason, result.retry_after) == (False, "data", None)
    assert "entities" in result.message


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize(
    ("url", "fields", "reason"),
    [
        ("http://10.0.0.1/", {}, "url"),
        ("http://169.254.169.254/latest", {}, "url"),
        ("http://[::1]/", {}, "url"),
        ("ftp://127.0.0.1/", {}, "url"),
        ("http://127.0.0.1/", {"headers": (("Host", "x"),)}, "request"),
        ("http://127.0.0.1/", {"headers": (("X", "a\r\nb"),)}, "request"),
        ("http://127.0.0.1/", {"method": "PUT", "body": "x" * 65_537}, "request"),
    ],
)
def test_what_may_not_be_called_fails_at_once(call, url, fields, reason):
    result = call(url, retry="data", **fields)

    assert (result.ok, result.reason, result.retry_after) == (False, reason, None)
    assert result.message


def test_loopback_is_refused_unless_set(settings, call):
    settings.MEP_HTTP_ALLOWED_NETWORKS = []

    assert call("http://127.0.0.1:1/").reason == "url"


def test_redirects_to_private_addresses_are_refused(serve, call):
    away = b"Location: http://169.254.169.254/latest/meta-data\r\n"

    result = call(serve(reply(b"", away, b"302 Found")).url(), retry="data")

    assert (result.ok, result.reason, result.retry_after) == (False, "url", None)


@pytest.mark.parametrize(
    ("number", "age", "is_tried_again"),
    [(2, 0, True), (3, 0, False), (1, 58, True), (1, 60, False)],
)
def test_gives_up_after_attempts_or_time(serve, call, number, age, is_tried_again):
    result = call(serve(reply(status=b"500 Oops")).url(), number, age)

    assert (result.retry_after is not None) is is_tried_again


def test_does_not_repeat_what_may_have_arrived(serve, call):
    server = serve(reply())

    result = call(server.url(), 2, method="POST", attempts=1)

    assert (result.ok, result.reason, result.retry_after) == (False, "http", None)
    assert server.requests == []


def test_a_repeated_call_carries_the_same_key(serve, call):
    server = serve(reply())

    for number in (1, 2):
        call(server.url(), number, method="POST", idempotent=True)

    keys = [
        line
        for request in server.requests
        for line in request.split(b"\r\n")
        if line.startswith(b"Idempotency-Key: ")
    ]
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_only_what_is_safe_to_repeat_carries_a_key(serve, call):
    server = serve(reply())

    call(server.url(), method="POST")

    assert b"Idempotency-Key" not in server.requests[0]


def test_the_log_tells_what_went_and_came(serve, call):
    server = serve(reply(b"Zo\xc3\xab\x00", b"Set-Cookie: a=b\r\nX-Odd: \xff\r\n"))

    result = call(server.url(), headers=(("Authorization", "Basic eA=="), ("X-A", "b")))

    log = json.loads(result.kept())
    assert log["request_headers"][:2] == [["Authorization", "••••••"], ["X-A", "b"]]
    assert ["Set-Cookie", "••••••"] in log["headers"]
    assert (log["status"], log["bytes"], log["body"], log["attempt"]) == (200, 5, "Zoë\x00", 1)


def test_the_log_is_bounded(serve, call):
    heads = b"".join(b"X-%d: %s\r\n" % (n, b"y" * 2_000) for n in range(90))

    result = call(serve(reply(b"x" * 900_000, heads)).url(), read_into="session")

    assert len(result.kept()) < 20_000


def test_a_failed_attempt_is_logged_too(serve, call):
    result = call(serve(reply(b"sorry", status=b"500 Oops")).url())

    log = json.loads(result.kept())
    assert (log["status"], log["body"]) == (500, "sorry")


@pytest.mark.parametrize("asked", [b"20", b"Wed, 21 Oct 2026 07:28:00 GMT", b"9" * 400])
def test_waits_as_long_as_the_other_side_asks_but_not_for_ever(serve, call, asked):
    head = b"Retry-After: " + asked + b"\r\n"
    random.seed(1)

    result = call(serve(reply(head=head, status=b"503 Later")).url())

    expected = {b"20": 20, b"9" * 400: pytest.approx(60, abs=2)}
    assert result.retry_after.total_seconds() == expected.get(asked, pytest.approx(5, abs=1))
