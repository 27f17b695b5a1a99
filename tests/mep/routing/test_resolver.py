"""A received message: which session takes it, which service it starts, or neither."""

from datetime import timedelta

import pytest
from django.utils import timezone

from flows.models import Event
from mep.messaging.models import Message
from tests import factories
from tests.stage import CODE, say, trace

HI = {"say": say("Hi")}
ASK = {
    "ask": ("wait_message", {}, {"message_received": "say"}),
    "say": say("Took ${request.message.message}"),
}
PAUSE = {"pause": ("delay", {"duration": "PT1H"})}


def received():
    """Status, reason and keyword of the received messages."""
    found = Message.objects.filter(direction="MO").order_by("created_at")
    return list(found.values_list("status", "reason", "keyword"))


def test_a_keyword_starts_its_service(stage):
    service = stage.service(HI, word="JOIN")

    assert stage.says("join") == ["Hi"]
    assert received() == [("routed", "", "JOIN")]
    message = Message.objects.get(direction="MO")
    assert (message.service, message.session) == (service, stage.session(service))


def test_the_catch_all_takes_what_no_keyword_takes(stage):
    stage.service(HI, word="JOIN")
    stage.keyword(stage.service({"say": say("What?")}), "", match="catch_all")

    assert stage.says("hello") == ["What?"]
    assert stage.says("join") == ["Hi"]
    assert received() == [("catch_all", "", "%"), ("routed", "", "JOIN")]


def test_without_a_keyword_the_message_is_unrouted(stage):
    assert stage.says("hello") == []
    assert received() == [("unrouted", "no_keyword", "")]
    assert stage.events() == [("message", Event.Status.DROPPED, "no_keyword")]


@pytest.mark.parametrize("code", ["99999", "disabled"])
def test_an_unknown_or_disabled_code_is_unrouted(stage, code):
    factories.create_code(stage.account, "disabled", enabled=False)

    assert stage.says("hello", code=code) == []
    assert received() == [("unrouted", "unknown_code", "")]


def test_the_code_of_another_account_does_not_count(stage):
    other = factories.create_account()
    factories.create_code(other, "84000")

    stage.says("hello", code="84000")

    assert received() == [("unrouted", "unknown_code", "")]


def test_a_waiting_session_goes_before_a_keyword(stage):
    stage.service(HI, word="yes")
    session = stage.invoke(stage.service(ASK))

    assert stage.says("yes") == ["Took yes"]
    assert received() == [("session_reply", "", "")]
    assert Message.objects.get(direction="MO").session_id == session.id


def test_a_waiting_session_goes_before_the_catch_all_whatever_it_says(stage):
    catch_all = stage.service(HI)
    stage.keyword(catch_all, "", match="catch_all", interrupts="always")
    stage.invoke(stage.service(ASK))

    assert stage.says("yes") == ["Took yes"]


@pytest.mark.parametrize(
    ("interrupts", "match", "text", "said"),
    [
        ("never", "exactly", "now", "Took now"),
        ("exact", "exactly", "now", "Hi"),
        ("exact", "starts", "now please", "Took now please"),
        ("always", "starts", "now please", "Hi"),
    ],
)
def test_a_keyword_that_interrupts_goes_before_a_waiting_session(
    stage, interrupts, match, text, said
):
    stage.keyword(stage.service(HI), "now", match=match, interrupts=interrupts)
    session = stage.invoke(stage.service(ASK))

    assert stage.says(text) == [said]
    session.refresh_from_db()
    assert session.status == ("interrupted" if said == "Hi" else "completed")


def test_an_interrupted_session_says_by_what(stage):
    stage.keyword(stage.service(HI), "now", interrupts="exact")
    session = stage.invoke(stage.service(ASK))

    stage.says("now")

    session.refresh_from_db()
    assert (session.reason, trace(session)[-1]) == ("interrupted", ("ask", "interrupted"))


def test_interrupting_leaves_sessions_that_wait_for_no_message(stage):
    stage.keyword(stage.service(HI), "now", interrupts="always")
    session = stage.invoke(stage.service(PAUSE))

    stage.says("now")

    session.refresh_from_db()
    assert session.status == "waiting"


def test_skips_a_keyword_whose_service_is_not_live_and_notes_it(stage):
    stage.service(HI, word="JOIN", status="paused")
    stage.keyword(stage.service({"say": say("What?")}), "", match="catch_all")

    assert stage.says("join") == ["What?"]
    assert Message.objects.get(direction="MO").error == "JOIN: service_disabled"


def test_skips_a_keyword_that_is_not_valid_now(stage):
    past = timezone.now() - timedelta(days=1)
    stage.keyword(stage.service(HI), "join", valid_until=past)

    stage.says("join")

    assert received() == [("unrouted", "no_keyword", "")]


@pytest.mark.parametrize(
    ("match", "text", "said", "seen"),
    [
        ("starts", "VOTE, Assam", True, "Assam"),
        ("starts", "VOTE, Assam", False, "VOTE, Assam"),
        ("ends", "Assam please", True, "Assam"),
        ("exactly", "VOTE", True, ""),
        ("contains", "I VOTE Assam", True, "I Assam"),
    ],
)
def test_removes_the_keyword_when_the_service_wants_it(stage, match, text, said, seen):
    service = stage.service(
        {"say": say("[${session.initialMessage.message}]")}, remove_keyword=said
    )
    word = "please" if match == "ends" else "VOTE"
    stage.keyword(service, word, match=match)

    assert stage.says(text) == [f"[{seen}]"]


def test_captures_fill_keyword_message_and_session_variables(stage):
    words = "${session.initialKeyword.keyword}|${session.initialMessage.message}|${session.shop}"
    captures = {"1": "keyword", "2": "message", "3": "session.Shop"}
    stage.keyword(
        stage.service({"say": say(words)}),
        r"v\s+(\d+)\s+(\w+)\s+(\w+)",
        match="regex",
        captures=captures,
    )

    assert stage.says("v 12 please Leeds") == ["12|please|Leeds"]


def test_a_regular_expression_without_captures_leaves_the_keyword_null(stage):
    words = "[${session.initialKeyword.keyword}] ${session.initialMessage.message}"
    stage.keyword(stage.service({"say": say(words)}), r"v\s+\d+", match="regex")

    assert stage.says("v 12") == ["[] v 12"]


@pytest.mark.parametrize(
    ("match", "name"), [("exactly", "go"), ("starts", "go%"), ("ends", "%go"), ("contains", "%go%")]
)
def test_the_service_can_read_the_keyword(stage, match, name):
    words = (
        "${session.initialKeyword.name} ${session.initialKeyword.keyword}"
        " ${session.initialKeyword.description} ${session.initialKeyword.routingCode.name}"
    )
    stage.keyword(stage.service({"say": say(words)}), "go", match=match, description="Poster")

    assert stage.says("go") == [f"{name} go Poster {CODE}"]


def test_keyword_variables_of_the_request_are_null_in_the_second_request(stage):
    words = "[${request.keyword.name}] [${session.initialKeyword.name}]"
    nodes = {
        "one": say(words, sent="ask"),
        "ask": ("wait_message", {}, {"message_received": "two"}),
        "two": say(words),
    }
    stage.service(nodes, word="GO")

    assert stage.says("go") == ["[GO] [GO]"]
    assert stage.says("on") == ["[] [GO]"]


def test_a_timer_continues_the_request_period(stage):
    nodes = {
        "pause": ("delay", {"duration": "PT1H"}, {"continue": "say"}),
        "say": say("${request.message.message} ${request.keyword.name}"),
    }
    stage.service(nodes, word="GO", remove_keyword=False)
    stage.says("go")

    stage.skip(hours=1)
    stage.run()

    assert stage.sent() == ["go GO"]


def test_an_invoked_session_has_no_message_and_no_keyword(stage):
    words = "[${request.message.message}] [${session.initialKeyword.name}]"

    stage.invoke(stage.service({"say": say(words)}))

    assert stage.sent() == ["[] []"]


def only(others):
    settings = {
        "only": [{"when": {"test": "any_of", "words": ["red", "blue"]}, "ignore_case": True}],
        "others": others,
    }
    return {"ask": ("wait_message", settings, {"message_received": "say"}), "say": say("Colour")}


def test_a_wait_for_some_words_takes_only_these(stage):
    stage.service(HI, word="green")
    session = stage.invoke(stage.service(only("keywords")))

    assert stage.says("green") == ["Hi"]
    session.refresh_from_db()
    assert session.status == "waiting"
    assert stage.says("Red") == ["Colour"]


def test_a_wait_may_ignore_all_other_messages(stage):
    stage.service(HI, word="green")
    session = stage.invoke(stage.service(only("ignore")))

    assert stage.says("green") == []
    assert received() == [("blocked", "ignored", "")]
    session.refresh_from_db()
    assert session.status == "waiting"


def test_a_wait_that_ignores_others_does_not_ignore_stop(stage):
    stage.keyword(stage.service(HI), "STOP", kind="stop")
    session = stage.invoke(stage.service(only("ignore")))

    assert stage.says("stop") == ["Hi"]
    session.refresh_from_db()
    assert (session.status, session.reason) == ("interrupted", "stop")


def test_a_wait_may_take_messages_from_any_code(stage):
    factories.create_code(stage.account, "84000")
    nodes = {"ask": ("wait_message", {"accept_from": "any"}, {"message_received": "say"})}
    stage.invoke(stage.service(nodes | {"say": say("Heard")}))

    assert stage.says("hello", code="84000") == ["Heard"]


def test_a_wait_may_name_the_code(stage):
    factories.create_code(stage.account, "84000")
    settings = {"accept_from": "expression", "code": "${'84000'}"}
    nodes = {"ask": ("wait_message", settings, {"message_received": "say"}), "say": say("Heard")}
    stage.invoke(stage.service(nodes))

    assert stage.says("hello", code="84000") == ["Heard"]
