"""Messages that come while the newest session waits for a report or a web address."""

from flows import answers
from flows.models import Event, Session
from tests.stage import NUMBER, say

REPORTED = ("send_sms", {"message": "First", "wait_report": True, "report_limit": "PT1H"})
BUSY = {
    "send": (*REPORTED, {"delivered": "ask", "no_report": "ask", "failed": "ask"}),
    "ask": ("wait_message", {}, {"message_received": "say"}),
    "say": say("You said ${request.message.message}"),
}


def report(stage, session):
    message = session.messages.get()
    answers.post_answers(
        [
            answers.SessionAnswer(
                stage.account.id,
                session.end_user_id,
                session.id,
                "report",
                message.wait_number,
                {"message_id": message.public_id, "status": "delivered", "name": "DELIVERED"},
                key=message.public_id,
            )
        ]
    )


def test_is_held_until_the_session_waits_for_a_message(stage):
    stage.service({"other": say("Catch-all")}, word="*")
    session = stage.invoke(stage.service(BUSY))

    assert stage.says("hello") == []

    report(stage, session)
    stage.run()
    assert stage.sent() == ["First", "You said hello"]


def test_goes_to_the_keywords_after_a_minute(stage):
    stage.service({"other": say("A keyword")}, word="hello")
    session = stage.invoke(stage.service(BUSY))
    stage.says("hello")

    stage.skip(seconds=60)
    stage.run()

    assert stage.sent() == ["First", "A keyword"]
    session.refresh_from_db()
    assert session.status == "waiting"


def test_is_not_held_when_its_keyword_interrupts(stage):
    stage.keyword(stage.service({"other": say("Now")}), "NOW", interrupts="exact")
    stage.invoke(stage.service(BUSY))

    assert stage.says("now") == ["Now"]


def test_is_released_when_the_session_ends(stage):
    stage.service({"other": say("A keyword")}, word="hello")
    session = stage.invoke(stage.service({"send": REPORTED}))
    stage.says("hello")

    report(stage, session)
    stage.run()

    assert stage.sent() == ["First", "A keyword"]


def test_held_messages_keep_their_order(stage):
    nodes = BUSY | {
        "say": say("${request.message.message}", sent="again"),
        "again": ("wait_message", {}, {"message_received": "say"}),
    }
    session = stage.invoke(stage.service(nodes))
    stage.says("one")
    stage.says("two")

    report(stage, session)
    stage.text("three")
    stage.run()

    assert stage.sent() == ["First", "one", "two", "three"]


def test_a_message_claimed_before_the_report_is_not_overtaken_in_the_same_batch(stage):
    nodes = BUSY | {
        "say": say("${request.message.message}", sent="again"),
        "again": ("wait_message", {}, {"message_received": "say"}),
    }
    session = stage.invoke(stage.service(nodes))
    stage.text("one")
    report(stage, session)
    stage.text("two")

    stage.run()

    assert stage.sent() == ["First", "one", "two"]


def test_holds_nothing_for_another_code(stage):
    stage.code.__class__.objects.create(account=stage.account, code="84000", kind="short_code")
    stage.invoke(stage.service(BUSY))

    stage.says("hello", code="84000")

    assert ("message", Event.Status.DROPPED, "no_keyword") in stage.events()


def test_a_session_that_delays_holds_nothing(stage):
    stage.service({"other": say("A keyword")}, word="hello")
    stage.invoke(stage.service({"pause": ("delay", {"duration": "PT1H"})}))

    assert stage.says("hello") == ["A keyword"]
    assert Session.objects.filter(end_user__msisdn=NUMBER, status="waiting").count() == 1
