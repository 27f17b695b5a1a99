"""Whole runs: a session asks for something outside, it is performed, the session goes on."""

import json

import pytest
from django.db.models import F

from flows import performers, secrets
from flows.models import Effect
from tests.mep.base.rude_server import OK, drip, raw, reply
from tests.stage import NUMBER, Stage, say, trace, variables

JSON = b"Content-Type: application/json\r\n"
XML = b"Content-Type: text/xml\r\n"
BOMB = (
    b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><l>&c;</l>'
)
PRIVATE = b"Location: http://169.254.169.254/latest/meta-data\r\n"
FAILED = say("Sorry: ${session.lastError.message}")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(clean_redis):
    return Stage()


def perform(stage):
    """Perform what is due; say how much that was."""
    performed = 0
    while performers.perform_next():
        performed += 1
        stage.run()
    return performed


def poke(url, **settings):
    links = {"success": "good", "done": "good", "failed": "bad"}
    return {
        "ask": ("http_poke", {"url": url, **settings}, links),
        "good": say("Told, answer ${session.http.status}"),
        "bad": FAILED,
    }


def fetching(url, text="It is ${session['entry.temperature']}", **settings):
    return {
        "ask": (
            "get_external_data",
            {"url": url, **settings},
            {"success": "good", "failed": "bad"},
        ),
        "good": say(text),
        "bad": FAILED,
    }


def hurry():
    """Have calls that were asked for give up sooner than an author can say."""
    for effect in Effect.objects.all():
        effect.data = json.dumps(json.loads(effect.data) | {"timeout_seconds": 0.3})
        effect.save(update_fields=["data"])


def test_a_poke_tells_another_system(stage, serve):
    server = serve(reply(b"ignored"))
    body = '{"number": "${user.identifiers.msisdn}"}'
    service = stage.service(poke(server.url(), method="POST", body=body))

    session = stage.invoke(service)
    assert (session.status, stage.sent()) == ("waiting", [])

    assert perform(stage) == 1
    assert stage.sent() == ["Told, answer 200"]
    assert server.requests[0].endswith(b'{"number": "447700900001"}')
    assert trace(session) == [("ask", ""), ("ask", "success"), ("good", "sent")]
    request_id = variables(stage.session())["http.requestid"]
    assert f"X-Request-ID: {request_id}".encode() in server.requests[0]


def test_a_failed_poke_is_scheduled_again_not_slept(stage, serve):
    answers = [reply(status=b"500 Oops"), reply()]

    def answer(connection, request):
        return answers.pop(0)(connection, request)

    server = serve(answer)
    stage.invoke(stage.service(poke(server.url())))

    assert perform(stage) == 1
    effect = Effect.objects.get()
    assert (effect.status, effect.attempts) == ("due", 1)
    assert effect.error == "The web address answered 500"
    assert json.loads(effect.answer)["status"] == 500

    stage.skip(seconds=7)
    assert perform(stage) == 1
    assert stage.sent() == ["Told, answer 200"]
    assert len(server.requests) == 2


def test_a_poke_fails_after_its_retries(stage, serve):
    server = serve(reply(status=b"503 Later"))
    stage.invoke(stage.service(poke(server.url(), retries=1)))

    perform(stage)
    stage.skip(seconds=7)
    perform(stage)

    assert stage.sent() == ["Sorry: The web address answered 503"]
    assert len(server.requests) == 2
    assert Effect.objects.get().status == "failed"


def test_a_post_is_not_repeated_after_a_crash(stage, serve):
    server = serve(reply())
    stage.invoke(stage.service(poke(server.url(), method="POST", body="x")))
    Effect.objects.update(attempts=F("attempts") + 1)

    perform(stage)

    assert server.requests == []
    assert stage.sent()[0].startswith("Sorry: Nobody knows whether the request arrived")


def test_a_get_is_repeated_after_a_crash(stage, serve):
    stage.invoke(stage.service(poke(serve(reply()).url())))
    Effect.objects.update(attempts=F("attempts") + 1)

    perform(stage)

    assert stage.sent() == ["Told, answer 200"]


def test_a_poke_in_the_background_does_not_hold_the_session(stage, serve):
    answers = [reply(status=b"500 Oops")] * 5 + [reply()]

    def answer(connection, request):
        return answers.pop(0)(connection, request)

    service = stage.service({**poke(serve(answer).url(), wait=False), "good": say("On we go")})
    session = stage.invoke(service)
    assert (session.status, stage.sent()) == ("completed", ["On we go"])

    for _ in range(6):
        perform(stage)
        stage.skip(hours=1)

    assert Effect.objects.get().status == "done"
    assert stage.sent() == ["On we go"]


def test_data_becomes_variables(stage, serve):
    server = serve(reply(b"<entry><temperature>14C</temperature></entry>", XML))
    stage.invoke(stage.service(fetching(server.url())))

    perform(stage)

    assert stage.sent() == ["It is 14C"]


def test_single_values_are_taken_out(stage, serve):
    server = serve(reply(b'{"list": [{"t": 21}]}', JSON))
    row = {"path": "$.list[0].t", "scope": "user", "key": "warmth"}
    nodes = fetching(server.url(), "Warm: ${user.warmth}", prefix="w", extract=[row])
    stage.invoke(stage.service(nodes))

    perform(stage)

    assert stage.sent() == ["Warm: 21"]
    assert variables(stage.session())["w.list.size"] == 1


def test_data_is_asked_for_until_it_comes(stage, serve):
    answers = [reply(status=b"404 Not Found")] * 3
    answers.append(reply(b'{"entry": {"temperature": 9}}', JSON))

    def answer(connection, request):
        return answers.pop(0)(connection, request)

    stage.invoke(stage.service(fetching(serve(answer).url())))
    for seconds in (0, 7, 13, 25):
        stage.skip(seconds=seconds)
        perform(stage)

    assert stage.sent() == ["It is 9"]


def test_data_that_never_comes_fails_at_the_limit(stage, serve):
    server = serve(reply(status=b"404 Not Found"))
    stage.invoke(stage.service(fetching(server.url(), limit=5)))

    perform(stage)
    stage.skip(seconds=6)
    perform(stage)

    assert stage.sent() == ["Sorry: The web address answered 404"]
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply(b"{", JSON), "Sorry: The JSON is not well-formed"),
        (reply(b"\x89PNG", JSON), "Sorry: The answer is not valid utf-8"),
        (reply(BOMB, XML), "Sorry: The XML declares entities, which is not allowed"),
        (reply(b"", PRIVATE, b"302 Found"), "Sorry: 169.254.169.254 leads to an address"),
        (raw(OK + b"Content-Length: 50000000\r\n\r\n"), "Sorry: The answer is longer than"),
    ],
    ids=["malformed", "a lie", "a billion laughs", "a private address", "50 MB announced"],
)
def test_hostile_answers_fail_and_the_next_session_goes_on(stage, serve, answer, words):
    good = serve(reply(b'{"entry": {"temperature": 1}}', JSON))
    stage.invoke(stage.service(fetching(serve(answer).url())))
    stage.invoke(stage.service(fetching(good.url())))

    perform(stage)

    failed, fine = stage.sent()
    assert failed.startswith(words)
    assert fine == "It is 1"


def test_50_megabytes_unannounced_fail(stage, serve):
    server = serve(drip(lambda: server, OK + JSON + b"\r\n", b"1" * 500_000, pause=0))
    stage.invoke(stage.service(fetching(server.url())))

    perform(stage)

    assert stage.sent()[0].startswith("Sorry: The answer is longer than")


def test_one_that_hangs_fails_in_time(stage, serve):
    server = serve(lambda connection, request: server.stopping.wait(20))
    stage.invoke(stage.service(poke(server.url(), retries=0)))
    hurry()

    perform(stage)

    assert stage.sent() == ["Sorry: The other system did not answer in time"]


def test_a_private_address_is_refused(stage):
    stage.invoke(stage.service(poke("http://10.0.0.1/")))

    perform(stage)

    assert stage.sent()[0].startswith("Sorry: 10.0.0.1 leads to an address")


def test_a_stored_secret_logs_in_and_stays_hidden(stage, serve):
    server = serve(reply(b"Hello hush-hush"))
    secret = secrets.set_secret(stage.account.id, name="CRM", value="hush-hush")
    login = {"mode": "bearer", "secret": secret.public_id}
    session = stage.invoke(stage.service(poke(server.url(), login=login)))

    perform(stage)

    assert b"Authorization: Bearer hush-hush" in server.requests[0]
    stored = [*Effect.objects.values_list("data", "answer", "error")[0]]
    stored += session.trace.values_list("data", flat=True)
    assert "hush-hush" not in str(stored)


def test_an_answer_that_comes_too_late_changes_nothing(stage, serve):
    stage.invoke(stage.service(poke(serve(reply()).url())))
    stage.skip(minutes=10)
    stage.run()
    assert stage.sent() == ["Sorry: The web address did not answer in time"]

    perform(stage)

    assert stage.sent() == ["Sorry: The web address did not answer in time"]


def email_nodes():
    settings = {"to": "ann@example.com", "subject": "From ${user.identifiers.msisdn}"}
    settings["body"] = "He said ${session.word}"
    links = {"sent": "good", "failed": "bad"}
    return {"ask": ("send_email", settings, links), "good": say("Passed on"), "bad": FAILED}


def test_an_email_is_sent_and_the_session_goes_on(stage, post_office):
    office = post_office()
    stage.invoke(stage.service(email_nodes()), variables=(("session", "word", "hello"),))

    perform(stage)

    assert stage.sent() == ["Passed on"]
    (message,) = office.messages
    assert message["Subject"] == f"From {NUMBER}"
    assert message.get_content().strip() == "He said hello"


def test_an_email_the_server_cannot_take_now_is_sent_later(stage, post_office):
    office = post_office(rcpt=["451 Later", "450 Busy"])
    stage.invoke(stage.service(email_nodes()))

    for seconds in (0, 15, 30):
        stage.skip(seconds=seconds)
        perform(stage)

    assert stage.sent() == ["Passed on"]
    assert len(office.taken) == 1


def test_an_email_the_server_never_takes_fails(stage, post_office):
    post_office(rcpt=["550 No such user"])
    stage.invoke(stage.service(email_nodes()))

    perform(stage)

    words = "Sorry: The mail server refused ann@example.com: 550 No such user"
    assert stage.sent() == [words]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("447700900003", "Found EEUK in GB, 234-30"),
        ("447700900980", "Who knows"),
        ("447700900981", "Sorry: 447700900981 is not a mobile number"),
    ],
)
def test_a_lookup_finds_the_operator(stage, number, said):
    found = "Found ${user.identifiers.msisdn.network} in ${session.lookup.country}"
    found += ", ${session.lookup.mcc}-${session.lookup.mnc}"
    links = {"successful_lookup": "good", "unknown_operator": "none", "failed": "bad"}
    nodes = {
        "ask": ("network_lookup", {}, links),
        "good": say(found),
        "none": say("Who knows"),
        "bad": FAILED,
    }

    stage.invoke(stage.service(nodes), number)
    perform(stage)

    assert stage.sent(number) == [said]
