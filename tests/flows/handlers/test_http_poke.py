"""HTTP Poke, and the request it shares with Get External Data."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from flows.engine.events import Performed, TimedOut
from flows.handlers.http_poke import HttpPoke

URL = "https://example.com/hook"
VALUES = {
    "user.name": 'Zoë "&" <b>',
    "user.base": "https://example.com/a?b=c",
    "user.line": "X-Line: from a variable",
    "user.rest": ': "quoted"',
    "user.key": "X-Key",
    "user.evil": "a\r\nHost: evil",
    "session.count": 2,
}


def poke(**settings):
    return HttpPoke(**{"url": URL, **settings})


def call_of(run, **settings):
    (call,) = run(poke(**settings), variables=VALUES).effects
    return call


@pytest.mark.parametrize(
    ("url", "called"),
    [
        (URL, URL),
        (f" {URL}\n", URL),
        (URL + "?n=${user.name}", URL + "?n=Zo%C3%AB%20%22%26%22%20%3Cb%3E"),
        ("https://example.com/${session.count}/${session.count + 1}", "https://example.com/2/3"),
        ("${user.base}", "https://example.com/a?b=c"),
        (
            "${user.base}&d=${user.base}",
            "https://example.com/a?b=c&d=https%3A%2F%2Fexample.com%2Fa%3Fb%3Dc",
        ),
    ],
)
def test_fills_in_the_web_address(run, url, called):
    assert call_of(run, url=url).url == called


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"url": "${user.missing}"}, "url"),
        ({"url": "${user.name}"}, "url"),
        ({"url": "https://example.com/${user.name}", "as_is": True}, "url"),
        ({"url": "ftp://${user.key}"}, "url"),
        ({"url": URL + "/${'a' + 1}"}, "expression"),
        ({"headers": "X: ${'a' + 1}"}, "expression"),
        ({"headers": "X: ${user.evil}"}, "request"),
        ({"headers": "${user.evil}: x"}, "request"),
        ({"headers": "${'Host'}: x"}, "request"),
        ({"headers": "X${user.missing}"}, "request"),
        ({"method": "POST", "body": "${'a' + 1}"}, "expression"),
        ({"login": {"mode": "basic", "login": "${'a' + 1}", "secret": "s"}}, "expression"),
    ],
)
def test_sends_nothing_when_something_is_wrong(run, settings, reason):
    played = run(poke(**settings), variables=VALUES)

    assert (played.outcome, played.reason, played.effects) == ("failed", reason, ())
    assert played.visit.error.defect


def test_sends_nothing_larger_than_64_kb(run):
    handler = poke(method="POST", body="${session.long}" * 10)

    played = run(handler, variables={"session.long": "é" * 4_000})

    assert (played.outcome, played.reason) == ("failed", "request")


def test_fills_in_headers_of_every_shape(run):
    block = (
        "${user.line}\nX-Name: ${session.count}\n${user.key}: v\nX-Rest${user.rest}\n"
        "${user.key}: ${session.count}"
    )

    assert call_of(run, headers=block).headers == (
        ("X-Line", "from a variable"),
        ("X-Name", "2"),
        ("X-Key", "v"),
        ("X-Rest", '"quoted"'),
        ("X-Key", "2"),
    )


def test_ignores_a_request_id_of_the_author(run):
    assert call_of(run, headers="x-request-id: mine\nA: b").headers == (("A", "b"),)


@pytest.mark.parametrize(
    ("content_type", "body", "sent"),
    [
        ("application/json", '{"n": "${user.name}"}', '{"n": "Zoë \\"&\\" <b>"}'),
        ("text/xml", "<n>${user.name}</n>", "<n>Zoë &quot;&amp;&quot; &lt;b&gt;</n>"),
        ("application/x-www-form-urlencoded", "n=${user.name}", "n=Zo%C3%AB+%22%26%22+%3Cb%3E"),
        ("text/plain", "${user.name}", 'Zoë "&" <b>'),
    ],
)
def test_encodes_the_body_by_content_type(run, content_type, body, sent):
    call = call_of(run, method="POST", headers=f"Content-Type: {content_type}", body=body)

    assert call.body == sent
    assert call.headers == (("Content-Type", content_type),)


def test_tells_the_content_type_of_a_body_that_does_not(run):
    call = call_of(run, method="PUT", body='{"n": ${session.count}}')

    assert call.body == '{"n": 2}'
    assert call.headers == (("Content-Type", "application/json; charset=utf-8"),)


def test_inserts_values_as_they_are_when_told(run):
    call = call_of(run, method="POST", body='{"n": "${user.line}&"}', as_is=True)

    assert call.body == '{"n": "X-Line: from a variable&"}'


def test_a_get_has_no_body(run):
    assert call_of(run, method="GET", body="ignored").body == ""


@pytest.mark.parametrize(
    ("login", "auth"),
    [
        ({"mode": "none"}, {}),
        (
            {"mode": "basic", "login": "${user.key}", "secret": "crm"},
            {"mode": "basic", "login": "X-Key", "secret": "crm"},
        ),
        ({"mode": "bearer", "secret": "crm"}, {"mode": "bearer", "secret": "crm"}),
        (
            {"mode": "header", "header": "X-Token", "secret": "crm"},
            {"mode": "header", "header": "X-Token", "secret": "crm"},
        ),
    ],
)
def test_names_the_secret_to_log_in_with(run, login, auth):
    assert call_of(run, login=login).auth == auth


def test_asks_for_a_signature(run):
    assert call_of(run).sign == {}

    signed = call_of(run, **{"signing_secret": "crm"})

    assert signed.sign == {"secret": "crm", "header": "X-Signature"}


def test_the_trace_shows_the_request_without_credentials(run):
    played = run(poke(method="POST", headers="Authorization: Basic eA==\nA: b", body="x"))

    assert played.fields == {
        "url": URL,
        "headers": "Authorization: ••••••\nA: b",
        "body": "x",
    }


@pytest.mark.parametrize(
    ("settings", "attempts", "patience"),
    [
        ({}, 3, 75),
        ({"retries": 0}, 1, 15),
        ({"timeout": 60, "retries": 1}, 2, 130),
        ({"method": "POST"}, 1, 15),
        ({"method": "POST", "safe_to_repeat": True}, 3, 75),
        ({"method": "PUT"}, 3, 75),
        ({"wait": False}, 0, 86_400),
        ({"wait": False, "method": "POST"}, 1, 15),
    ],
)
def test_says_how_often_it_is_tried(run, settings, attempts, patience):
    call = call_of(run, **settings)

    assert (call.attempts, call.give_up_after_seconds) == (attempts, patience)
    assert call.retry == "poke"
    assert call.answer is settings.get("wait", True)
    assert call.idempotent is settings.get("safe_to_repeat", False)


def test_waits_a_little_longer_than_it_is_tried(run):
    played = run(poke())

    assert played.wait.until == played.world.now + timedelta(seconds=75 + 60)


def test_goes_on_at_once_when_told(run):
    played = run(poke(wait=False))

    assert played.outcome == "done"
    assert len(played.effects) == 1


def test_succeeds(run):
    played = run(poke(), Performed(data={"status": 201, "request_id": "R1"}))

    assert played.outcome == "success"
    assert played.variable("session.http.status") == 201
    assert played.variable("session.http.requestId") == "R1"


def test_fails_with_the_status_still_told(run):
    answer = Performed(ok=False, reason="http", message="It answered 500", data={"status": 500})

    played = run(poke(), answer)

    assert (played.outcome, played.reason) == ("failed", "http")
    assert not played.visit.error.defect
    assert played.variable("session.http.status") == 500
    assert played.variable("session.lasterror.message") == "It answered 500"


@pytest.mark.parametrize("event", [TimedOut(), Performed(ok=False)])
def test_fails_without_an_answer(run, event):
    assert run(poke(), event).reason == "http"


@pytest.mark.parametrize(
    ("settings", "outcomes"),
    [({"wait": True}, ("success", "failed")), ({"wait": False}, ("done", "failed"))],
)
def test_outcomes_depend_on_waiting(settings, outcomes):
    assert poke(**settings).ways_out() == outcomes


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, []),
        ({"url": "${user.url}"}, []),
        ({"url": "example.com"}, [("url", "url")]),
        ({"headers": "${user.headers}"}, [("headers", "header")]),
        ({"headers": "Host: a\nB"}, [("headers", "header"), ("headers", "header")]),
        (
            {"login": {"mode": "header", "header": "Host", "secret": "s"}},
            [("login.header", "header")],
        ),
        ({"signing_secret": "s", "signing_header": "a b"}, [("signing_header", "header")]),
        ({"signing_header": "a b"}, []),
    ],
)
def test_finds_problems(settings, expected):
    assert [(field, rule) for field, rule, _ in poke(**settings).problems()] == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, []),
        ({"url": "http://example.com"}, [("url", "plain_http")]),
        ({"method": "POST"}, [("body", "no_body")]),
        ({"method": "POST", "body": "x"}, []),
        ({"body": "x"}, [("body", "no_body")]),
        ({"method": "DELETE"}, []),
    ],
)
def test_finds_what_is_odd(settings, expected):
    assert [(field, rule) for field, rule, _ in poke(**settings).doubts()] == expected


@pytest.mark.parametrize(
    "settings",
    [
        {"url": ""},
        {"url": "https://" + "x" * 2000},
        {"url": "https://${1 +}"},
        {"method": "PATCH"},
        {"timeout": 4},
        {"timeout": 61},
        {"retries": 6},
        {"body": "x" * 65_537},
        {"headers": "x" * 8_193},
        {"login": {"mode": "basic", "login": "x"}},
        {"login": {"mode": "basic", "login": "x", "secret": "s", "password": "never stored"}},
    ],
)
def test_refuses_settings(settings):
    with pytest.raises(ValidationError):
        poke(**settings)


def test_sums_itself_up():
    assert poke(method="POST").summary() == f"POST {URL}"
    assert set(poke().writes()) == {("session", "http.status"), ("session", "http.requestid")}
    assert not poke().waits()
