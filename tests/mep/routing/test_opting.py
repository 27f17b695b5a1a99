"""The opt-out guard: STOP, START and HELP, with and without services of the customer's own."""

import pytest

from flows.models import Session
from mep.endusers.models import OptOut
from mep.messaging.models import Message
from mep.routing import opting
from tests import factories
from tests.stage import CODE, NUMBER, say, trace

HI = {"say": say("Hi")}
ASK = {"ask": ("wait_message", {}, {"message_received": "say"}), "say": say("Took it")}
PAUSE = {"pause": ("delay", {"duration": "PT1H"})}
TWICE = {
    "first": say("First", sent="second"),
    "second": say("Second", sent="ask"),
    "ask": ("wait_message", {}, {"message_received": "third"}),
    "third": say("Third"),
}


def opt_outs():
    return sorted(OptOut.objects.values_list("code", flat=True))


def test_answers_stop_and_help_itself_when_no_keyword_does(stage):
    assert stage.says("STOP") == [opting.ANSWERS["stop"]]
    assert stage.says("help") == [opting.ANSWERS["help"]]
    assert opt_outs() == [CODE]
    received = Message.objects.filter(direction="MO").order_by("created_at")
    assert list(received.values_list("status", "reason")) == [
        ("blocked", "stop"),
        ("blocked", "help"),
    ]


def test_stop_ends_the_sessions_on_the_code(stage):
    pausing, asking = stage.invoke(stage.service(PAUSE)), stage.invoke(stage.service(ASK))

    stage.says("stop")

    for session in (pausing, asking):
        session.refresh_from_db()
        assert (session.status, session.reason) == ("interrupted", "stop")
        assert trace(session)[-1][1] == "interrupted"


def test_stop_all_leaves_every_code(stage):
    assert stage.says("stop all") == [opting.ANSWERS["stop_all"]]
    assert opt_outs() == [""]


def test_help_leaves_the_session_waiting(stage):
    session = stage.invoke(stage.service(ASK))

    stage.says("help")

    session.refresh_from_db()
    assert session.status == "waiting"


def test_the_customers_own_stop_service_answers_and_the_guard_only_records(stage):
    stage.keyword(stage.service({"say": say("Bye")}), "STOP", kind="stop")

    assert stage.says("Stop!") == ["Bye"]
    assert opt_outs() == [CODE]


def test_only_the_first_message_of_a_stop_service_is_free(stage):
    stage.keyword(stage.service(TWICE), "STOP", kind="stop")

    assert stage.says("stop") == ["First"]
    assert stage.session().trace.last().reason == "opted_out"


def test_messages_to_others_do_not_use_up_the_free_one(stage):
    nodes = {
        "tell": ("send_sms", {"message": "Gone", "to": "447700900055"}, {"sent": "ask"}),
        "ask": ("delay", {"duration": "PT10S"}, {"continue": "say"}),
        "say": say("Bye"),
    }
    stage.keyword(stage.service(nodes), "STOP", kind="stop")
    stage.says("stop")

    stage.skip(seconds=10)
    stage.run()

    assert stage.sent() == ["Bye"]


def test_going_to_another_service_gives_no_second_free_message(stage):
    second = stage.service({"say": say("Again")})
    nodes = {"say": say("Bye", sent="go"), "go": ("goto_service", {"service": second.public_id})}
    stage.keyword(stage.service(nodes), "STOP", kind="stop")

    assert stage.says("stop") == ["Bye"]


def test_a_stop_word_without_a_keyword_of_its_own_is_still_answered(stage):
    stage.keyword(stage.service({"say": say("Bye")}), "STOP", kind="stop")
    stage.keyword(stage.service({"say": say("What?")}), "", match="catch_all")
    session = stage.invoke(stage.service(ASK))

    assert stage.says("quit") == [opting.ANSWERS["stop"]]
    session.refresh_from_db()
    assert (session.status, session.reason) == ("interrupted", "stop")


def test_messages_of_a_help_service_are_free(stage):
    nodes = {"one": say("One", sent="two"), "two": say("Two")}
    stage.keyword(stage.service(nodes), "HELP", kind="help")
    factories.create_opt_out(factories.create_end_user(stage.account, NUMBER), CODE)

    assert stage.says("help") == ["One", "Two"]


def test_who_has_left_gets_nothing_but_that(stage):
    factories.create_opt_out(factories.create_end_user(stage.account, NUMBER), CODE)

    session = stage.invoke(stage.service(HI))

    assert stage.sent() == []
    assert session.trace.get().reason == "opted_out"


def test_an_opt_out_holds_for_its_own_code(stage):
    factories.create_opt_out(factories.create_end_user(stage.account, NUMBER), "84000")

    stage.invoke(stage.service(HI))

    assert stage.sent() == ["Hi"]


@pytest.mark.parametrize("word", ["START", "unstop"])
def test_start_brings_back_who_has_left(stage, word):
    user = factories.create_end_user(stage.account, NUMBER)
    for code in ("", CODE, "84000"):
        factories.create_opt_out(user, code)

    stage.says(word)

    assert opt_outs() == ["84000"]


def test_only_the_word_alone_counts(stage):
    stage.says("please stop")

    assert opt_outs() == []


def test_without_the_guard_nothing_is_recorded(stage):
    stage.code.guard = False
    stage.code.save()

    assert stage.says("STOP") == []
    assert opt_outs() == []


def test_stop_twice_is_recorded_once(stage):
    stage.text("STOP")
    stage.text("STOP")

    stage.run()

    assert opt_outs() == [CODE]


def test_stop_reaches_a_session_that_is_busy(stage):
    settings = {"message": "Hi", "wait_report": True}
    session = stage.invoke(stage.service({"send": ("send_sms", settings)}))

    stage.says("stop")

    session.refresh_from_db()
    assert (session.status, session.reason) == ("interrupted", "stop")
    assert not Session.objects.filter(status="waiting").exists()
