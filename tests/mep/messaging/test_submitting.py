"""Handing messages to a gateway: in order, once, and what comes after a worker's death."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from mep.base import bulk
from mep.messaging import submitting
from mep.messaging.gateways.base import (
    ErrorClass,
    GatewayError,
    GatewayUnavailable,
    SendResult,
)
from mep.messaging.models import Message, SimulatedMessage
from tests.stage import NUMBER, say


@pytest.fixture
def service(stage):
    return stage.service({"say": say("Hi")})


def message():
    return Message.objects.get(direction="MT")


def statuses():
    found = Message.objects.filter(direction="MT").order_by("created_at")
    return list(found.values_list("text", "status"))


def refused(error_class, **more):
    return SendResult("retry", error=GatewayError(error_class, "1", "not now"), **more)


def test_submits_what_is_queued(stage, service):
    stage.invoke(service)

    assert stage.send() == 1
    assert stage.arrived() == ["Hi"]
    sent = message()
    assert (sent.status, sent.attempts, sent.leased_until) == ("accepted", 1, None)
    assert sent.external_id == f"sim-{sent.public_id}"
    assert sent.submitted_at is not None


def test_submits_nothing_twice(stage, service):
    stage.invoke(service)
    stage.send()

    assert stage.send() == 0
    assert SimulatedMessage.objects.get().attempts == 1


def test_keeps_the_order_of_messages_to_a_number(stage):
    nodes = {f"n{n}": say(str(n), sent=f"n{n + 1}") for n in range(5)} | {"n5": say("5")}
    stage.invoke(stage.service(nodes))

    stage.send()

    assert stage.arrived() == ["0", "1", "2", "3", "4", "5"]


def test_a_message_that_is_tried_again_is_not_overtaken(stage, scripted):
    scripted.script.append(refused(ErrorClass.TEMPORARY))
    stage.invoke(stage.service({"a": say("A", sent="b"), "b": say("B")}))

    stage.send()
    assert statuses() == [("A", "queued"), ("B", "queued")]
    stage.skip(minutes=20)
    stage.send()

    assert [sms.text for sms in scripted.got] == ["A", "A", "B"]


def test_messages_to_other_numbers_do_not_wait(stage, scripted, service):
    scripted.script.append(refused(ErrorClass.TEMPORARY))
    stage.invoke(service)
    stage.invoke(service, "447700900002")

    stage.send()
    stage.send()

    assert sorted(row[1] for row in statuses()) == ["accepted", "queued"]


@pytest.mark.parametrize(("ending", "attempts"), [("991", 3), ("992", 4)])
def test_tries_again_what_is_refused_for_now(stage, service, ending, attempts):
    stage.invoke(service, f"447700900{ending}")

    for _ in range(attempts):
        stage.send()
        stage.skip(minutes=20)

    assert (message().status, message().attempts) == ("accepted", attempts)
    assert SimulatedMessage.objects.get().duplicates == 0


def test_waits_longer_with_each_attempt(stage, scripted, service):
    scripted.script += [refused(ErrorClass.TEMPORARY)] * 8
    stage.invoke(service)
    waits = []
    for _ in range(8):
        stage.send()
        waits.append(message().due_at - timezone.now())
        stage.skip(minutes=20)

    assert waits[0] <= timedelta(seconds=5)
    assert waits[5] > waits[2] > waits[0] / 2
    assert max(waits) <= timedelta(minutes=15)


def test_waits_as_long_as_the_gateway_asks(stage, scripted, service):
    scripted.script.append(refused(ErrorClass.THROTTLED, retry_after=600.0))
    stage.invoke(service)

    stage.send()

    assert timedelta(minutes=9) < message().due_at - timezone.now() <= timedelta(minutes=10)


def test_gives_up_when_the_validity_is_over(stage, scripted):
    scripted.script.append(refused(ErrorClass.TEMPORARY))
    settings = {"message": "Hi", "validity": "PT5M"}
    stage.invoke(stage.service({"say": ("send_sms", settings)}))
    stage.skip(minutes=5)

    stage.send()

    assert (message().status, message().reason) == ("expired", "validity")


def test_a_gateway_that_cannot_be_reached_keeps_everything(stage, scripted, service):
    scripted.script.append(GatewayUnavailable("down"))
    stage.invoke(service)

    stage.send()

    assert (message().status, message().reason) == ("queued", "")
    stage.skip(minutes=1)
    stage.send()
    assert message().status == "accepted"


def test_what_is_unsure_is_never_sent_again(stage, service):
    stage.invoke(service, "447700900998")
    stage.send()

    stage.skip(days=1)
    stage.send()

    assert (message().status, message().reason) == ("unsure", "unsure")
    assert SimulatedMessage.objects.get().attempts == 1


def test_a_refusal_is_final(stage, service):
    stage.invoke(service, "447700900990")

    stage.send()

    assert (message().status, message().reason) == ("failed", "invalid_destination")
    assert message().final_at is not None


def leased(stage, service, ago=1):
    """A message whose worker died so many seconds after its lease ended."""
    stage.invoke(service)
    Message.objects.filter(direction="MT").update(
        status="sending", attempts=1, leased_until=timezone.now() - timedelta(seconds=ago)
    )


def test_an_expired_lease_is_settled_by_asking_when_it_arrived(stage, service):
    stage.invoke(service)
    stage.send()
    Message.objects.filter(direction="MT").update(
        status="sending", external_id="", leased_until=timezone.now() - timedelta(seconds=1)
    )

    stage.send()

    assert (message().status, message().external_id) == ("accepted", f"sim-{message().public_id}")
    assert SimulatedMessage.objects.get().attempts == 1


def test_an_expired_lease_is_settled_by_asking_when_it_never_arrived(stage, service):
    leased(stage, service)

    stage.send()

    assert message().status == "accepted"
    assert SimulatedMessage.objects.get().duplicates == 0


def test_a_lease_that_holds_is_left_alone(stage, service):
    leased(stage, service, ago=-30)

    assert stage.send() == 0
    assert message().status == "sending"


def test_a_gateway_that_cannot_tell_makes_it_unsure(stage, scripted, service):
    leased(stage, service)

    stage.send()

    assert (message().status, scripted.got) == ("unsure", [])


def test_settling_waits_when_the_gateway_cannot_be_reached(stage, scripted, service, monkeypatch):
    def unreachable(self, ids):
        raise GatewayUnavailable("down")

    monkeypatch.setattr(
        scripted, "capabilities", scripted.capabilities.__class__(settles=True), raising=False
    )
    monkeypatch.setattr(scripted, "find", unreachable)
    leased(stage, service)

    assert stage.send() == 0
    assert message().status == "sending"


def test_one_worker_at_a_time_serves_a_gateway(stage, service):
    stage.invoke(service)
    key = [submitting.LOCK_CLASS, stage.gateway.id]
    found = []

    def work():
        try:
            found.append(submitting.drain_gateway(stage.gateway.id))
        finally:
            connection.close()

    bulk.fetch("SELECT pg_advisory_lock(%s, %s)", key)
    other = threading.Thread(target=work)
    other.start()
    other.join(30)
    bulk.fetch("SELECT pg_advisory_unlock(%s, %s)", key)

    assert found == [0]
    assert stage.send() == 1


def test_a_disabled_gateway_keeps_its_messages(stage, service):
    stage.invoke(service)
    stage.gateway.enabled = False
    stage.gateway.save()

    assert stage.send() == 0
    assert message().status == "queued"


def test_sends_no_more_than_the_gateways_rate(stage, service, clean_redis):
    stage.gateway.messages_per_second = 3
    stage.gateway.save()
    for place in range(5):
        stage.invoke(service, str(447700905000 + place))

    stage.send()

    assert 3 <= SimulatedMessage.objects.count() < 5
    assert Message.objects.filter(status="queued").exists()


def test_says_the_message_in_the_gateways_terms(stage, scripted):
    settings = {"message": "Zoë ж", "validity": "PT1H", "originator": "Bramble"}
    stage.invoke(stage.service({"say": ("send_sms", settings)}))

    stage.send()

    sms = scripted.got[0]
    assert (sms.to, sms.sender, sms.text) == (NUMBER, "Bramble", "Zoë ж")
    assert (sms.encoding, sms.validity, sms.lane) == ("ucs2", timedelta(hours=1), "instant")
    assert sms.id == message().public_id


@pytest.mark.parametrize(("count", "woken"), [(1, False), (2, True)])
def test_what_is_left_wakes_the_gateway_again(stage, service, clean_redis, count, woken):
    stage.gateway.messages_per_second = 1
    stage.gateway.save()
    for place in range(count):
        stage.invoke(service, str(447700905000 + place))
    clean_redis.flushdb()

    submitting.drain_gateway(stage.gateway.id)

    assert bool(clean_redis.llen("send")) is woken


def test_a_message_alone_uses_up_no_more_than_its_share(stage, service, clean_redis):
    stage.gateway.messages_per_second = 2
    stage.gateway.save()

    for place in range(2):
        stage.invoke(service, str(447700905000 + place))
        stage.send()

    assert SimulatedMessage.objects.count() == 2
