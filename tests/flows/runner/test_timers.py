"""Timers, expiry, and how long a session may live."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from flows.models import Event, Session
from flows.resolving import Resume
from flows.runner import claim
from flows.runner.opening import open_batch
from flows.runner.own_events import resolve_timeouts
from tests.stage import keep, say, trace

PAUSE = {"pause": ("delay", {"duration": "PT1H"}, {"continue": "say"}), "say": say("Later")}
ASK = {
    "ask": ("wait_message", {"timeout": "PT2H"}, {"timed_out": "say"}),
    "say": say("Too late"),
}


def reloaded(session):
    return Session.objects.get(id=session.id)


def test_goes_on_when_the_time_of_a_wait_is_over(stage):
    session = stage.invoke(stage.service(PAUSE))
    stage.skip(minutes=59)
    stage.run()
    assert stage.sent() == []

    stage.skip(minutes=1)
    stage.run()

    assert stage.sent() == ["Later"]
    assert reloaded(session).status == "completed"


def test_a_timer_goes_by_the_clock_of_the_database(stage):
    session = stage.invoke(stage.service(PAUSE))
    with transaction.atomic():
        (due,) = claim.claim_one(Event.objects.get(kind="timeout").id)
        batch = open_batch([due], session.wait_until - timedelta(seconds=2))

        (resolution,) = resolve_timeouts(batch, [(batch.users[due.end_user_id], due)])

    assert isinstance(resolution, Resume)


def test_takes_the_outcome_of_a_wait_for_a_message_that_times_out(stage):
    session = stage.invoke(stage.service(ASK))

    stage.skip(hours=2)
    stage.run()

    assert trace(session) == [("ask", ""), ("ask", "timed_out"), ("say", "sent")]


def test_an_outcome_without_a_link_completes_the_session(stage):
    session = stage.invoke(stage.service({"pause": ("delay", {"duration": "PT1H"})}))

    stage.skip(hours=1)
    stage.run()

    assert reloaded(session).status == "completed"


def test_expires_where_it_stands_and_takes_no_outcome(stage):
    nodes = {"wait": ("wait_message", {"timeout": None}, {"timed_out": "say"}), "say": say("No")}
    session = stage.invoke(stage.service(nodes, session_lifetime=timedelta(hours=3)))

    stage.skip(hours=3)
    stage.run()

    session = reloaded(session)
    assert (session.status, session.reason) == ("expired", "expired")
    assert trace(session)[-1] == ("wait", "expired")
    assert stage.sent() == []


def test_a_message_that_comes_after_the_expiry_finds_no_session(stage):
    nodes = {"wait": ("wait_message", {"timeout": None}, {"message_received": "say"})}
    stage.invoke(stage.service(nodes | {"say": say("No")}, session_lifetime=timedelta(hours=3)))
    stage.skip(hours=3)

    assert stage.says("late") == []
    assert ("message", Event.Status.DROPPED, "no_keyword") in stage.events()


@pytest.mark.parametrize(
    ("lifetime", "delay", "lives"),
    [
        (timedelta(hours=1), "P2D", timedelta(days=2)),
        (timedelta(days=30), "P2D", timedelta(days=30)),
    ],
)
def test_a_begun_delay_makes_the_session_live_long_enough(stage, lifetime, delay, lives):
    nodes = {"pause": ("delay", {"duration": delay}, {"continue": "say"}), "say": say("Later")}

    session = stage.invoke(stage.service(nodes, session_lifetime=lifetime))

    begun = session.expires_at - lives
    assert abs(begun - session.started_at) < timedelta(seconds=1)


def test_no_wait_makes_a_session_live_longer_than_180_days(stage):
    nodes = {"pause": ("delay", {"duration": "P90D"}, {"continue": "pause"})}
    session = stage.invoke(stage.service(nodes))
    for _ in range(2):
        stage.skip(days=90)
        stage.run()

    session = reloaded(session)

    assert session.status == "expired"
    assert session.resumes == 1


def test_a_timer_that_fires_twice_does_nothing_the_second_time(stage):
    session = stage.invoke(stage.service(PAUSE))
    timer = Event.objects.get(kind="timeout")
    stage.skip(hours=1)
    stage.run()

    timer.id, timer.due_at = None, timezone.now()
    timer.save(force_insert=True)
    stage.run()

    assert stage.sent() == ["Later"]
    assert Event.objects.get(id=timer.id).reason == "stale"
    assert len(trace(session)) == 3


def test_a_reminder_comes_once_and_the_limit_stays(stage):
    settings = {
        "message": "Sure?",
        "timeout": "PT4H",
        "reminder_after": "PT1H",
        "reminder": "Still there?",
    }
    nodes = {"ask": ("double_opt_in", settings, {"timed_out": "say"}), "say": say("Bye")}
    stage.invoke(stage.service(nodes))

    for hours in (1, 2, 1):
        stage.skip(hours=hours)
        stage.run()

    assert stage.sent() == ["Sure?", "Still there?", "Bye"]


def test_a_timer_survives_what_happens_in_other_sessions(stage):
    stage.invoke(stage.service(PAUSE))
    stage.invoke(stage.service({"set": keep("user", "n", "1")}))

    stage.skip(hours=1)
    stage.run()

    assert stage.sent() == ["Later"]
