"""How sessions begin, wait, are interrupted and end."""

import pytest
from django.utils import timezone

from flows.models import Event, Session
from tests.stage import CODE, NUMBER, draw, keep, say, trace, variables

ASK = {
    "ask": ("wait_message", {}, {"message_received": "thank", "timed_out": "sorry"}),
    "thank": say("You said ${request.message.message}"),
    "sorry": say("Too late"),
}
PAUSE = {"pause": ("delay", {"duration": "PT1H"}, {"continue": "after"}), "after": say("Later")}


def test_runs_a_service_to_its_end_in_one_transaction(stage):
    service = stage.service({"count": keep("session", "n", "1", done="say"), "say": say("One")})

    session = stage.invoke(service)

    assert session.status == "completed"
    assert (session.reason, session.ended_at is not None) == ("completed", True)
    assert stage.sent() == ["One"]
    assert trace(session) == [("count", "done"), ("say", "sent")]


def test_waits_for_a_message_and_goes_on_with_it(stage):
    session = stage.invoke(stage.service(ASK))

    assert stage.says("hello") == ["You said hello"]
    session.refresh_from_db()
    assert session.status == "completed"


def test_keeps_the_version_it_began_with(stage):
    service = stage.service(ASK)
    session = stage.invoke(service)
    service.versions.create(number=2, graph=draw({"other": say("Version 2")}))
    service.published = service.versions.get(number=2)
    service.save()

    assert stage.says("hello") == ["You said hello"]
    assert stage.invoke(service).version.number == 2
    assert session.version.number == 1


def test_tells_an_older_wait_from_the_present_one(stage):
    service = stage.service({"one": ("delay", {"duration": "PT1H"}, {"continue": "two"})} | ASK)
    service.published.graph["links"] = [{"from": "one", "outcome": "continue", "to": "ask"}]
    service.published.save()
    session = stage.invoke(service)
    old = Event.objects.get(kind="timeout")
    stage.skip(hours=1)
    stage.run()
    session.refresh_from_db()
    number = session.wait_number

    Event.objects.create(
        account=stage.account,
        end_user=session.end_user,
        kind="timeout",
        target=old.target,
        wait_number=old.wait_number,
    )
    stage.run()

    session.refresh_from_db()
    assert (session.status, session.wait_number) == ("waiting", number)
    assert session.wait_number > old.wait_number
    dropped = Event.objects.get(status=Event.Status.DROPPED)
    assert (dropped.kind, dropped.reason) == ("timeout", "stale")


def test_an_answer_deletes_the_timer_of_its_wait(stage):
    stage.invoke(stage.service(ASK))
    assert Event.objects.filter(kind="timeout").count() == 1

    stage.says("hello")

    assert not Event.objects.filter(kind="timeout").exists()


@pytest.mark.parametrize(
    ("on_reentry", "statuses"),
    [
        ("restart", ["interrupted", "waiting"]),
        ("ignore", ["waiting"]),
        ("parallel", ["waiting", "waiting"]),
    ],
)
def test_a_second_trigger_follows_on_reentry(stage, on_reentry, statuses):
    service = stage.service(PAUSE, on_reentry=on_reentry)
    stage.invoke(service)

    stage.invoke(service)

    found = Session.objects.order_by("started_at")
    assert [session.status for session in found] == statuses


def test_says_why_a_second_trigger_was_ignored(stage):
    service = stage.service(PAUSE, on_reentry="ignore", word="GO")
    stage.says("GO")

    stage.invoke(service)
    stage.says("GO")

    assert ("invoke", Event.Status.REFUSED, "reentry") in stage.events()
    assert ("message", Event.Status.DROPPED, "reentry") in stage.events()


def test_a_restarted_session_says_so_in_its_last_line(stage):
    service = stage.service(PAUSE)
    first = stage.invoke(service)

    stage.invoke(service)

    first.refresh_from_db()
    assert (first.status, first.reason) == ("interrupted", "restarted")
    assert trace(first)[-1] == ("pause", "interrupted")


def test_only_the_newest_session_waits_for_messages_on_a_code(stage):
    older = stage.invoke(stage.service(ASK))
    newer = stage.invoke(stage.service(ASK))

    stage.says("hello")

    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.status, older.reason) == ("interrupted", "interrupted")
    assert newer.status == "completed"


def test_sessions_waiting_on_different_codes_do_not_disturb_each_other(stage):
    stage.code.__class__.objects.create(account=stage.account, code="84000", kind="short_code")
    here = stage.invoke(stage.service(ASK))
    there = stage.invoke(stage.service(ASK, default_originator="84000"))

    assert stage.says("one", code="84000") == ["You said one"]
    assert stage.says("two", code=CODE) == ["You said two"]
    assert {Session.objects.get(id=s.id).status for s in (here, there)} == {"completed"}


def test_a_session_that_only_delays_is_left_alone_by_another_that_waits(stage):
    pausing = stage.invoke(stage.service(PAUSE))

    stage.invoke(stage.service(ASK))

    pausing.refresh_from_db()
    assert pausing.status == "waiting"


def test_two_end_users_have_sessions_of_their_own(stage):
    service = stage.service(ASK, word="GO")
    other = "447700900002"
    stage.says("GO")
    stage.says("GO", other)

    assert stage.says("mine") == ["You said mine"]
    assert stage.says("theirs", other) == ["You said theirs"]
    assert Session.objects.filter(service=service, status="completed").count() == 2


def test_messages_of_one_end_user_are_worked_on_in_the_order_of_arrival(stage):
    nodes = {
        "first": ("wait_message", {"keep": {"scope": "session", "key": "a"}}),
        "second": ("wait_message", {"keep": {"scope": "session", "key": "b"}}),
        "say": say("${session.a} ${session.b}"),
    }
    service = stage.service(nodes)
    service.published.graph["links"] = [
        {"from": "first", "outcome": "message_received", "to": "second"},
        {"from": "second", "outcome": "message_received", "to": "say"},
    ]
    service.published.save()
    stage.invoke(service)
    stage.text("one")
    stage.text("two")

    stage.run()

    assert stage.sent() == ["one two"]


@pytest.mark.parametrize(
    ("status", "reason"), [("paused", "paused"), ("draft", "not_live"), ("archived", "not_live")]
)
def test_refuses_to_invoke_a_service_that_is_not_live(stage, status, reason):
    service = stage.service(PAUSE, status=status)

    stage.invoke(service)

    assert stage.events() == [("invoke", Event.Status.REFUSED, reason)]
    assert not Session.objects.exists()


def test_refuses_to_invoke_what_does_not_exist_or_belongs_to_somebody_else(stage):
    service = stage.service(PAUSE)
    service.account = type(stage.account).objects.create(name="Somebody else")
    service.save()

    stage.invoke(service)

    assert stage.events() == [("invoke", Event.Status.REFUSED, "unknown_service")]


def test_a_session_in_a_paused_service_goes_on(stage):
    service = stage.service(ASK)
    stage.invoke(service)
    service.status = "paused"
    service.save()

    assert stage.says("hello") == ["You said hello"]


def test_ends_a_session_that_is_resumed_too_often(stage):
    nodes = {"wait": ("wait_message", {}, {"message_received": "wait"})}
    session = stage.invoke(stage.service(nodes))
    Session.objects.update(resumes=250)

    stage.says("once more")

    session.refresh_from_db()
    assert (session.status, session.reason) == ("failed", "resumes")


def test_fails_a_session_that_visits_too_many_nodes_without_a_wait(stage):
    service = stage.service({"loop": keep("session", "n", "1", done="loop")})

    session = stage.invoke(service)

    assert (session.status, session.reason) == ("failed", "loop")
    assert len(trace(session)) == 201


def test_stores_a_request_period_of_its_own_for_each_message(stage):
    nodes = {
        "one": ("wait_message", {}, {"message_received": "two"}),
        "two": ("wait_message", {}, {"message_received": "say"}),
        "say": say("${request.message.message} ${session.initialMessage.message}"),
    }
    stage.service(nodes, word="GO now")
    stage.says("GO now")
    stage.says("first")

    assert stage.says("second") == ["second "]


def test_remembers_when_the_end_user_was_last_seen_and_on_which_network(stage):
    service = stage.service({"say": say("On ${user.identifiers.msisdn.network}")}, word="GO")

    assert stage.says("GO", network="O2UK") == ["On O2UK"]
    assert stage.says("GO", network="UNKNOWN") == ["On O2UK"]
    user = Session.objects.filter(service=service).first().end_user
    assert user.network == "O2UK"
    assert user.last_seen_at <= timezone.now()


def test_sees_a_network_that_changed_within_the_batch(stage):
    stage.service({"say": say("On ${user.identifiers.msisdn.network}")}, word="GO")
    stage.text("GO", network="O2UK")
    stage.text("GO", network="EEUK")

    stage.run()

    assert stage.sent() == ["On O2UK", "On EEUK"]


def test_finds_many_end_users_in_one_batch(stage):
    stage.service({"say": say("Hello ${user.identifiers.msisdn}")}, word="GO")
    numbers = [str(447700901000 + place) for place in range(60)]
    for number in numbers:
        stage.text("GO", number)

    stage.run(limit=25)

    assert [stage.sent(number) for number in numbers] == [[f"Hello {n}"] for n in numbers]


def test_variables_of_a_session_end_with_it(stage):
    service = stage.service({"set": keep("session", "n", "${session.n + 1}", "1", done="say")})
    first, second = stage.invoke(service), stage.invoke(service)

    assert variables(first)["n"] == variables(second)["n"] == "1"


def test_a_new_session_gets_the_number_of_its_end_user(stage):
    session = stage.invoke(stage.service({"say": say("Hi")}))

    assert session.end_user.msisdn == NUMBER
    assert session.code == CODE


def test_local_time_is_the_accounts_in_a_service_with_a_zone_of_its_own(stage):
    stage.account.time_zone = "America/New_York"
    stage.account.save()
    nodes = {"say": say("${system.localTime == system.time}")}

    stage.invoke(stage.service(nodes, time_zone="Europe/London"))

    assert stage.sent() == ["false"]
