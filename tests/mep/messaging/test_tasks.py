"""What runs in the background on messages."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from mep.base import bulk, redis
from mep.messaging import tasks
from mep.messaging.models import Message
from tests.stage import say


@pytest.fixture
def queued(stage, clean_redis):
    stage.invoke(stage.service({"say": say("Hi")}))
    clean_redis.flushdb()
    return stage


def woken():
    """The lanes with a wake-up on its way."""
    found = redis.client().keys(redis.key("wake", "*"))
    return sorted(key.decode().rpartition("wake:")[2] for key in found)


def lane(stage):
    return f"send:{stage.gateway.id}"


def test_draining_a_lane_submits_its_messages(queued):
    tasks.drain_gateway(lane(queued))

    assert queued.arrived() == ["Hi"]


def test_the_sweep_wakes_a_gateway_with_messages_due(queued):
    tasks.sweep()

    assert woken() == [lane(queued)]


def test_the_sweep_lets_what_is_due_later_wait(queued):
    Message.objects.update(due_at=timezone.now() + timedelta(minutes=1))

    tasks.sweep()

    assert woken() == []


@pytest.mark.parametrize(("ago", "is_woken"), [(1, True), (-30, False)])
def test_the_sweep_wakes_a_gateway_with_a_lease_that_ran_out(queued, ago, is_woken):
    Message.objects.filter(direction="MT").update(
        status="sending", leased_until=timezone.now() - timedelta(seconds=ago)
    )

    tasks.sweep()

    assert (woken() == [lane(queued)]) == is_woken


def test_the_sweep_takes_in_what_simulated_phones_report(queued):
    queued.send()
    queued.skip(seconds=1)

    tasks.sweep()

    assert Message.objects.get(direction="MT").status == "delivered"


def test_reports_are_taken_in_once(queued):
    queued.send()
    queued.skip(seconds=1)

    assert (tasks.report_from_simulator(), tasks.report_from_simulator()) == (1, 0)


def test_a_report_that_cannot_be_stored_stays_due(queued):
    queued.send()
    queued.skip(seconds=1)
    bulk.execute("ALTER TABLE messaging_deliveryreport ADD CONSTRAINT refuse CHECK (part < 0)")

    try:
        with pytest.raises(IntegrityError):
            tasks.report_from_simulator()
    finally:
        bulk.execute("ALTER TABLE messaging_deliveryreport DROP CONSTRAINT refuse")

    assert tasks.report_from_simulator() == 1


def test_a_session_that_waits_is_woken_by_its_report(stage, clean_redis):
    settings = {"message": "Hi", "wait_report": True}
    stage.invoke(stage.service({"send": ("send_sms", settings)}))
    stage.send()
    stage.skip(seconds=1)
    clean_redis.flushdb()

    tasks.sweep()

    assert woken() == ["flow"]
