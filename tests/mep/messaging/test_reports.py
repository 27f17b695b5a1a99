"""Delivery reports: stored once, matched to their message, told to its session."""

from datetime import timedelta

import pytest
from django.utils import timezone

from flows.models import Event
from mep.messaging import reports
from mep.messaging.gateways.base import Receipt, SendResult
from mep.messaging.gateways.statuses import Status
from mep.messaging.models import DeliveryReport, Message
from tests.stage import say


def receipt(status, external_id="P1", **more):
    return Receipt(external_id, Status(status), status.upper(), **more)


def receive(stage, *statuses, **more):
    reports.receive_reports(stage.gateway.id, [receipt(status, **more) for status in statuses])


@pytest.fixture
def message(stage, scripted):
    """A message that the gateway took as P1."""
    scripted.script.append(SendResult("accepted", ("P1",)))
    stage.invoke(stage.service({"say": say("Hi")}))
    stage.send()
    return Message.objects.get(direction="MT")


def reloaded(message):
    return Message.objects.get(id=message.id)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("enroute", ""),
        ("delivered", ""),
        ("failed", "undelivered"),
        ("rejected", "undelivered"),
        ("expired", "undelivered"),
        ("deleted", "undelivered"),
        ("unknown", "undelivered"),
    ],
)
def test_the_message_follows_its_report(stage, message, status, reason):
    receive(stage, status)

    found = reloaded(message)
    assert (found.status, found.reason) == (status, reason)
    assert (found.final_at is not None) == Status(status).is_final
    assert found.reports.get().status == status


def test_a_report_is_stored_once(stage, message):
    receive(stage, "delivered")
    receive(stage, "delivered")

    assert DeliveryReport.objects.count() == 1


def test_an_earlier_status_does_not_come_back(stage, message):
    receive(stage, "delivered")
    receive(stage, "enroute")

    assert reloaded(message).status == "delivered"


@pytest.mark.parametrize(("age", "status"), [(71, "delivered"), (73, "failed")])
def test_a_failure_may_become_a_success_within_72_hours(stage, message, age, status):
    now = timezone.now()
    receive(stage, "failed", at=now)

    receive(stage, "delivered", at=now + timedelta(hours=age))

    found = reloaded(message)
    assert found.status == status
    assert found.error == ("delivered after failed" if status == "delivered" else "")


def test_a_rejection_never_becomes_a_success(stage, message):
    receive(stage, "rejected")
    receive(stage, "delivered")

    assert reloaded(message).status == "rejected"


def test_notes_the_networks_error_code(stage, message):
    receive(stage, "failed", error_code="069")

    assert reloaded(message).error == "error 069"


def test_parts_are_delivered_when_all_of_them_are(stage, message):
    Message.objects.update(parts=2)

    receive(stage, "delivered", part=1)
    assert reloaded(message).status == "enroute"
    receive(stage, "delivered", part=2)

    assert reloaded(message).status == "delivered"


def test_a_lost_part_fails_the_message(stage, message):
    Message.objects.update(parts=2)

    receive(stage, "delivered", part=1)
    receive(stage, "failed", part=2)

    assert reloaded(message).status == "failed"


def test_a_report_before_the_send_result_waits_for_it(stage, scripted):
    receive(stage, "delivered")
    scripted.script.append(SendResult("accepted", ("P1",)))
    stage.invoke(stage.service({"say": say("Hi")}))

    stage.send()

    assert Message.objects.get(direction="MT").status == "delivered"


def test_a_report_that_missed_its_message_is_matched_later(stage, message):
    DeliveryReport.objects.create(
        gateway=stage.gateway, external_id="P1", status="delivered", at=timezone.now()
    )

    reports.match_forgotten()

    assert reloaded(message).status == "delivered"
    assert DeliveryReport.objects.get().message_id == message.id


def test_a_report_on_nothing_is_kept_and_harmless(stage, message):
    receive(stage, "delivered", external_id="P2")
    reports.match_forgotten()

    assert reloaded(message).status == "accepted"
    assert DeliveryReport.objects.get().message is None


def test_the_report_of_another_gateway_does_not_count(stage, message):
    other = type(stage.gateway).objects.create(
        account=stage.account, name="Another", kind="simulator"
    )

    reports.receive_reports(other.id, [receipt("delivered")])

    assert reloaded(message).status == "accepted"


def test_a_report_settles_what_was_unsure(stage, message):
    Message.objects.filter(id=message.id).update(status="unsure", reason="unsure")

    receive(stage, "delivered")

    found = reloaded(message)
    assert (found.status, found.reason) == ("delivered", "")


def test_tells_a_waiting_session_once(stage, scripted):
    scripted.script.append(SendResult("accepted", ("P1",)))
    settings = {"message": "Hi", "wait_report": True}
    links = {"failed": "no", "delivered": "yes"}
    nodes = {"send": ("send_sms", settings, links), "no": say("No"), "yes": say("Yes")}
    stage.invoke(stage.service(nodes))
    stage.send()

    receive(stage, "failed")
    stage.run()
    receive(stage, "delivered")
    stage.run()

    assert stage.sent() == ["Hi", "No"]
    assert Event.objects.filter(kind="report").count() == 1


def test_only_a_final_report_is_told(stage, scripted):
    scripted.script.append(SendResult("accepted", ("P1",)))
    session = stage.invoke(
        stage.service({"send": ("send_sms", {"message": "Hi", "wait_report": True})})
    )
    stage.send()

    receive(stage, "enroute")
    stage.run()

    session.refresh_from_db()
    assert session.status == "waiting"
