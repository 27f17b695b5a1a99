"""Events that cannot be worked on, and those beside them."""

import threading

import pytest
from django.db import connection, transaction

from flows import services as flows
from flows.models import Event, Session
from flows.runner import claim, drain
from flows.runner.drain import MAX_ATTEMPTS
from mep.base import bulk
from mep.endusers.models import EndUser
from tests import factories
from tests.stage import NUMBER, keep, say


@pytest.fixture
def greeting(stage):
    stage.service({"say": say("Hi")}, word="GO")
    return stage


def spoil(stage, number):
    """Store an event that nobody can read, for the end user with a number."""
    user = factories.create_end_user(stage.account, number)
    return factories.create_event(user, kind="nonsense")


def test_one_poisoned_event_does_not_hold_back_the_others(greeting, caplog):
    bad = spoil(greeting, "447700900009")
    for place in range(5):
        greeting.text("GO", str(447700903000 + place))

    greeting.run()

    assert Session.objects.filter(status="completed").count() == 5
    bad.refresh_from_db()
    assert (bad.status, bad.reason) == (Event.Status.DEAD, "dead")
    assert "nonsense" in bad.error
    assert "set aside" in caplog.text


def test_a_dead_event_does_not_hold_back_later_ones_of_the_same_end_user(greeting, caplog):
    spoil(greeting, NUMBER)

    assert greeting.says("GO") == ["Hi"]


def test_an_event_of_an_end_user_who_is_gone_is_set_aside(greeting, caplog):
    greeting.text("GO")
    Event.objects.update(data="not JSON")

    greeting.run()

    assert Event.objects.get().status == Event.Status.DEAD


def test_a_dead_event_can_be_due_again(greeting, caplog):
    greeting.text("GO")
    data = Event.objects.get().data
    Event.objects.update(data="not JSON")
    greeting.run()

    Event.objects.update(data=data)
    assert flows.replay_dead() == 1
    greeting.run()

    assert greeting.sent() == ["Hi"]


def test_what_a_failed_batch_did_is_undone(stage, caplog):
    service = stage.service({"n": keep("service", "n", "${service.n + 1}", "${1}")}, word="GO")
    for place in range(3):
        stage.text("GO", str(447700903000 + place))
    spoil(stage, "447700903009")

    stage.run()

    assert service.variables.get().value == "3"


def test_an_event_that_the_database_gives_up_on_is_tried_again(greeting, caplog):
    greeting.text("GO")
    bulk.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$"
    )
    bulk.execute("CREATE TRIGGER refuse BEFORE INSERT ON flows_session EXECUTE FUNCTION refuse()")
    try:
        drain("flow")
        drain("flow")
        event = Event.objects.get()
        assert (event.status, event.attempts) == (Event.Status.DUE, 2)
    finally:
        bulk.execute("DROP FUNCTION refuse() CASCADE")

    greeting.run()

    assert greeting.sent() == ["Hi"]


def test_an_event_that_the_database_always_gives_up_on_is_set_aside_at_last(greeting, caplog):
    greeting.text("GO")
    Event.objects.update(attempts=MAX_ATTEMPTS - 1)
    bulk.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$"
    )
    bulk.execute("CREATE TRIGGER refuse BEFORE INSERT ON flows_session EXECUTE FUNCTION refuse()")
    try:
        drain("flow")
    finally:
        bulk.execute("DROP FUNCTION refuse() CASCADE")

    assert Event.objects.get().status == Event.Status.DEAD


def test_a_batch_that_takes_too_long_is_ended_by_the_database(greeting, monkeypatch, caplog):
    greeting.text("GO")
    monkeypatch.setattr(claim, "BATCH_SECONDS", 1)
    bulk.execute(
        "CREATE FUNCTION doze() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(3); RETURN NEW; END $$"
    )
    bulk.execute(
        "CREATE TRIGGER doze BEFORE INSERT ON flows_session FOR EACH ROW EXECUTE FUNCTION doze()"
    )
    try:
        drain("flow")
        event = Event.objects.get()
        assert (event.status, event.attempts) == (Event.Status.DUE, 1)
    finally:
        bulk.execute("DROP FUNCTION doze() CASCADE")

    greeting.run()

    assert greeting.sent() == ["Hi"]


def test_an_event_taken_alone_is_not_worked_on_twice(greeting):
    greeting.text("GO")
    event = Event.objects.get()
    held, waiting, found = threading.Event(), threading.Event(), []

    def other_worker():
        with transaction.atomic():
            EndUser.objects.select_for_update(no_key=True).get()
            held.set()
            assert waiting.wait(20)
            while not bulk.fetch("SELECT 1 FROM pg_locks WHERE NOT granted"):
                pass
            Event.objects.update(status=Event.Status.DONE)

    def this_worker():
        assert held.wait(20)
        with transaction.atomic():
            waiting.set()
            found.extend(claim.claim_one(event.id))

    threads = [threading.Thread(target=_closing(work)) for work in (other_worker, this_worker)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert found == []


def _closing(work):
    def run():
        try:
            work()
        finally:
            connection.close()

    return run
