"""Waiting for delivery reports."""

import pytest

from flows.models import Event, Session
from tests import factories
from tests.stage import CODE, NUMBER, say, trace

OTHER = "447700900005"


def waiting(to="", limit="PT5M"):
    settings = {"message": "Hi", "to": to, "wait_report": True, "report_limit": limit}
    return {
        "send": ("send_sms", settings, {"delivered": "yes", "no_report": "none", "failed": "no"}),
        "yes": say("Delivered: ${request.deliveryReport.name}"),
        "none": say("No report"),
        "no": say("Failed: ${request.deliveryReport.name}"),
    }


def last(stage, number=NUMBER):
    return stage.sent(number)[-1]


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("000", "Delivered: DELIVERED"),
        ("990", "Failed: REASON_REJECTED"),
        ("993", "Failed: REASON_FAILED"),
        ("994", "Failed: REASON_FAILED_EXPIRED"),
        ("996", "Delivered: DELIVERED"),
        ("997", "Delivered: DELIVERED"),
        ("999", "Failed: REASON_FAILED"),
    ],
)
def test_takes_the_outcome_that_the_report_says(stage, ending, said):
    number = f"447700900{ending}"
    stage.invoke(stage.service(waiting()), number)

    stage.send()
    stage.report()
    stage.run()

    assert last(stage, number) == said


def test_goes_on_without_a_report_at_the_limit(stage):
    number = "447700900995"
    session = stage.invoke(stage.service(waiting()), number)
    stage.send()
    stage.report()

    stage.skip(minutes=5)
    stage.run()

    assert last(stage, number) == "No report"
    assert trace(session)[:2] == [("send", ""), ("send", "no_report")]


def test_a_report_after_the_limit_is_stale_for_the_session_but_not_for_the_message(stage):
    session = stage.invoke(stage.service(waiting(limit="PT10S")))
    stage.send()
    stage.skip(seconds=10)
    stage.run()

    stage.report()

    session.refresh_from_db()
    assert session.status == "completed"
    assert ("report", Event.Status.DROPPED, "stale") in stage.events()
    assert session.messages.get(text="Hi").status == "delivered"


def test_of_several_recipients_the_worst_report_counts(stage):
    to = f"{OTHER}, 447700900993"
    stage.invoke(stage.service(waiting(to)))

    stage.send()
    stage.report()
    stage.run()

    assert last(stage) == "Failed: REASON_FAILED"


def test_waits_for_the_reports_of_all_recipients(stage):
    to = f"{OTHER}, 447700900995"
    session = stage.invoke(stage.service(waiting(to)))
    stage.send()
    stage.report()

    session.refresh_from_db()
    assert session.status == "waiting"

    stage.skip(minutes=5)
    stage.run()
    assert last(stage) == "No report"


def test_several_reports_in_one_batch_answer_the_same_wait(stage):
    to = ", ".join(str(447700904000 + place) for place in range(4))
    session = stage.invoke(stage.service(waiting(to)))

    stage.send()
    stage.report()
    stage.run()

    assert last(stage) == "Delivered: DELIVERED"
    assert Session.objects.get(id=session.id).status == "completed"
    assert not [event for event in stage.events(kind="report") if event[2] == "stale"]


def test_a_message_without_a_way_out_is_reported_at_once(stage):
    stage.gateway.enabled = False
    stage.gateway.save()

    session = stage.invoke(stage.service(waiting()))

    message = session.messages.get(text="Hi")
    assert (message.status, message.reason) == ("not_sent", "no_route")
    assert last(stage) == "Failed: REASON_REJECTED"


def test_leaves_out_numbers_that_have_opted_out(stage):
    factories.create_opt_out(factories.create_end_user(stage.account, OTHER), CODE)
    service = stage.service({"say": ("send_sms", {"message": "Hi", "to": f"{OTHER},{NUMBER}"})})

    session = stage.invoke(service)

    assert (stage.sent(OTHER), stage.sent(NUMBER)) == ([], ["Hi"])
    assert "opted out" in session.trace.get(outcome="sent").data


def test_fails_when_every_number_has_opted_out(stage):
    factories.create_opt_out(factories.create_end_user(stage.account, OTHER), "")
    service = stage.service({"say": ("send_sms", {"message": "Hi", "to": OTHER})})

    session = stage.invoke(service)

    assert stage.sent(OTHER) == []
    assert session.trace.last().reason == "opted_out"


def test_an_opt_out_from_another_code_does_not_matter(stage):
    factories.create_opt_out(factories.create_end_user(stage.account, OTHER), "84000")
    service = stage.service({"say": ("send_sms", {"message": "Hi", "to": OTHER})})

    stage.invoke(service)

    assert stage.sent(OTHER) == ["Hi"]
