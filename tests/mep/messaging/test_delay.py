from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from mep.messaging.models import Message
from tests import factories
from tests.stage import NUMBER, Stage, keep, say, variables

pytestmark = pytest.mark.django_db(transaction=True)

SYDNEY = "Australia/Sydney"


@pytest.fixture
def stage():
    return Stage()


def be_quiet(stage, zone="UTC"):
    """Make it quiet now in a zone, from an hour ago for two hours."""
    now = timezone.now().astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    stage.account.quiet_from = (now - timedelta(hours=1)).time()
    stage.account.quiet_until = (now + timedelta(hours=1)).time()
    stage.account.time_zone = zone
    stage.account.save()


def waiting_seconds(**found):
    message = Message.objects.get(direction="MT", **found)
    return (message.due_at - message.created_at).total_seconds()


def test_a_message_waits_for_the_end_of_quiet_hours(stage):
    be_quiet(stage)

    stage.invoke(stage.service({"n1": say("Hello")}))

    assert waiting_seconds() == pytest.approx(3_600, abs=60)
    assert stage.send() == 0

    stage.skip(hours=2)
    assert stage.send() == 1
    assert stage.arrived() == ["Hello"]


def test_there_are_no_quiet_hours_unless_they_are_set(stage):
    stage.account.quiet_from = time(0)
    stage.account.save()

    stage.invoke(stage.service({"n1": say("Hello")}))

    assert waiting_seconds() == 0


def test_an_author_may_switch_them_off(stage):
    be_quiet(stage)
    urgent = ("send_sms", {"message": "Fire", "quiet_hours": False})

    stage.invoke(stage.service({"n1": urgent}))

    assert waiting_seconds() == 0


def test_whoever_has_just_texted_is_answered(stage):
    be_quiet(stage)
    delayed = ("delay", {"duration": "PT5M"}, {"continue": "n2"})
    service = stage.service({"n0": say("At once", sent="n1"), "n1": delayed, "n2": say("Soon")})
    stage.keyword(service)

    stage.text("JOIN")
    stage.run()
    stage.skip(minutes=5)
    stage.run()

    assert stage.sent() == ["At once", "Soon"]
    assert waiting_seconds(text="At once") == waiting_seconds(text="Soon") == 0


def test_whoever_texted_long_ago_is_left_in_peace(stage):
    factories.create_end_user(
        stage.account, NUMBER, last_seen_at=timezone.now() - timedelta(minutes=11)
    )
    be_quiet(stage)

    stage.invoke(stage.service({"n1": say("Hello")}))

    assert waiting_seconds() > 0


def test_hours_are_those_of_the_account(stage):
    be_quiet(stage, SYDNEY)

    stage.invoke(stage.service({"n1": say("Hello")}))

    assert waiting_seconds() == pytest.approx(3_600, abs=60)


@pytest.mark.parametrize(("of_user", "of_service"), [(SYDNEY, ""), ("", SYDNEY)])
def test_the_zone_of_the_end_user_or_the_service_comes_first(stage, of_user, of_service):
    be_quiet(stage)
    factories.create_end_user(stage.account, NUMBER, time_zone=of_user)

    stage.invoke(stage.service({"n1": say("Hello")}, time_zone=of_service))

    assert waiting_seconds() == 0


def test_one_that_waits_holds_back_no_other(stage):
    be_quiet(stage)
    urgent = ("send_sms", {"message": "Fire", "quiet_hours": False})

    stage.invoke(stage.service({"n1": say("News", sent="n2"), "n2": urgent}))

    assert stage.send() == 1
    assert stage.arrived() == ["Fire"]


def test_messages_that_waited_keep_their_order(stage):
    be_quiet(stage)

    stage.invoke(stage.service({"n1": say("One", sent="n2"), "n2": say("Two")}))
    stage.skip(hours=2)
    stage.send()
    stage.send()

    assert stage.arrived() == ["One", "Two"]


def test_one_that_is_not_valid_so_long_is_not_sent(stage):
    be_quiet(stage)
    brief = ("send_sms", {"message": "Now", "validity": "PT30M"})

    stage.invoke(stage.service({"n1": brief}))

    assert list(Message.objects.values_list("status", "reason")) == [("expired", "validity")]


def test_a_session_learns_that_its_message_is_never_sent(stage):
    be_quiet(stage)
    settings = {"message": "Now", "validity": "PT30M", "wait_report": True}
    name = keep("session", "why", "${request.deliveryReport.name}")
    nodes = {"brief": ("send_sms", settings, {"failed": "keep"}), "keep": name}

    session = stage.invoke(stage.service(nodes))
    stage.run()

    session.refresh_from_db()
    assert session.status == "completed"
    assert variables(session)["why"] == "REASON_REJECTED_EXPIRED"
