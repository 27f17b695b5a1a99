"""Storing what a gateway answered."""

import pytest

from flows.models import Event
from mep.messaging.gateways.base import ErrorClass, GatewayError, SendResult
from mep.messaging.models import Message
from tests.stage import NUMBER, say


def send(stage, scripted, *answers):
    """Send one message and give what the gateway answered to it."""
    scripted.script[:] = answers
    stage.invoke(stage.service({"say": say("Hi")}))
    stage.send()
    return Message.objects.get(direction="MT")


def error(error_class, text="no"):
    return GatewayError(error_class, "1", text)


def test_an_accepted_message_keeps_the_gateways_id(stage, scripted):
    message = send(stage, scripted, SendResult("accepted", ("P1",), 3))

    assert (message.status, message.external_id, message.parts) == ("accepted", "P1", 3)
    assert (message.reason, message.error, message.final_at) == ("", "", None)


@pytest.mark.parametrize(
    "error_class", [each for each in ErrorClass if each.is_final], ids=lambda each: each.value
)
def test_a_rejected_message_says_why(stage, scripted, error_class):
    answer = SendResult("rejected", error=error(error_class, "not like this"))

    message = send(stage, scripted, answer)

    assert (message.status, message.reason) == ("failed", error_class.value)
    assert (message.error, message.submitted_at) == ("not like this", None)
    assert message.final_at is not None


def test_an_unsure_message_stays_so(stage, scripted):
    message = send(stage, scripted, SendResult("unsure", error=error(ErrorClass.TEMPORARY)))

    assert (message.status, message.reason, message.final_at) == ("unsure", "unsure", None)


def test_a_message_to_be_tried_again_says_what_was_wrong(stage, scripted):
    message = send(stage, scripted, SendResult("retry", error=error(ErrorClass.AUTH, "login")))

    assert (message.status, message.reason, message.error) == ("queued", "auth", "login")
    assert message.due_at > message.updated_at


def test_what_was_wrong_is_forgotten_once_it_is_accepted(stage, scripted):
    send(stage, scripted, SendResult("retry", error=error(ErrorClass.AUTH)))
    stage.skip(minutes=20)
    stage.send()

    message = Message.objects.get(direction="MT")
    assert (message.status, message.reason, message.error) == ("accepted", "", "")


def test_a_gateway_that_asks_to_slow_down_is_given_half(stage, scripted, clean_redis):
    stage.gateway.messages_per_second = 100
    stage.gateway.save()

    send(stage, scripted, SendResult("retry", error=error(ErrorClass.THROTTLED)))

    keys = clean_redis.keys("*throttle*")
    assert [float(clean_redis.hget(key, "share")) for key in keys] == [0.5]


def test_an_answer_that_comes_after_the_lease_was_settled_changes_nothing(stage, scripted):
    message = send(stage, scripted, SendResult("accepted", ("P1",)))
    Message.objects.filter(id=message.id).update(status="delivered")

    assert stage.send() == 0

    message.refresh_from_db()
    assert message.status == "delivered"


def test_a_refusal_tells_the_session_that_waits_for_the_report(stage, scripted):
    scripted.script.append(SendResult("rejected", error=error(ErrorClass.CONTENT)))
    nodes = {
        "send": ("send_sms", {"message": "Hi", "wait_report": True}, {"failed": "say"}),
        "say": say("${request.deliveryReport.name}"),
    }
    stage.invoke(stage.service(nodes))

    stage.send()
    stage.run()

    assert stage.sent() == ["Hi", "REASON_REJECTED"]


def test_a_refusal_tells_nobody_who_does_not_wait(stage, scripted):
    send(stage, scripted, SendResult("rejected", error=error(ErrorClass.CONTENT)))

    assert not Event.objects.filter(kind="report").exists()
    assert stage.sent(NUMBER) == ["Hi"]
