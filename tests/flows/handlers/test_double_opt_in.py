from datetime import timedelta

import pytest

from flows.engine.effects import CheckConsent, RecordConsent, SendMessage
from flows.engine.events import Answered, MessageReceived, TimedOut
from flows.handlers.double_opt_in import DoubleOptIn

QUESTION = "Reply YES to confirm that you want to receive our messages."


def texts(play):
    return [effect.text for effect in play.effects if isinstance(effect, SendMessage)]


def consents(play):
    return [effect for effect in play.effects if isinstance(effect, RecordConsent)]


def test_asks_for_yes_and_waits_a_day(run):
    play = run(DoubleOptIn())

    assert texts(play) == [QUESTION]
    assert play.wait.until - play.world.now == timedelta(hours=24)
    assert play.variable("session.optIn.status") is None


@pytest.mark.parametrize("reply", ["YES", " yes! ", "y", "Ok", "confirm", "Yes please", "ok."])
def test_confirms(run, reply):
    play = run(
        DoubleOptIn(consent_label="2026-03", skip_if_confirmed="5555555555"),
        Answered(False),
        MessageReceived(reply),
    )

    assert play.outcome == "confirmed"
    assert consents(play) == [
        RecordConsent(
            question=QUESTION,
            answer=reply,
            label="2026-03",
            subscription="5555555555",
            confirmed=True,
        )
    ]
    assert play.variable("session.optIn.status") == "confirmed"
    assert play.variable("session.optIn.time") == "2026-03-02 12:00:00"


@pytest.mark.parametrize("reply", ["NO", "n", "stop", "No thanks", "no, ok?"])
def test_declines(run, reply):
    play = run(DoubleOptIn(), MessageReceived(reply))

    assert play.outcome == "declined"
    assert consents(play)[0].confirmed is False
    assert consents(play)[0].answer == reply
    assert play.variable("session.optIn.status") == "declined"


@pytest.mark.parametrize("reply", ["perhaps", "", "yesterday", "ok stop", "not yes", "1"])
def test_asks_again_when_a_reply_is_neither(run, reply):
    play = run(DoubleOptIn(retry="YES or NO?"), MessageReceived(reply))

    assert play.outcome == ""
    assert texts(play) == ["YES or NO?"]
    assert consents(play) == []
    assert play.on(MessageReceived("yes")).outcome == "confirmed"


def test_declines_when_no_reply_was_understood(run):
    play = run(DoubleOptIn(attempts=1), MessageReceived("perhaps"))

    assert play.outcome == "declined"
    assert consents(play)[0].answer == "perhaps"


def test_gives_up_when_the_time_is_over(run):
    play = run(DoubleOptIn(timeout="PT1H"), TimedOut())

    assert play.outcome == "timed_out"
    assert consents(play) == []
    assert play.variable("session.optIn.status") == "timed_out"


def test_reminds_once(run):
    play = run(DoubleOptIn(reminder_after="PT1H", reminder="Still?"), TimedOut())

    assert texts(play) == ["Still?"]
    assert play.on(TimedOut()).outcome == "timed_out"


def test_asks_nobody_who_confirmed_before(run):
    old = {"session.optIn.time": "2020-01-01 00:00:00"}
    play = run(DoubleOptIn(skip_if_confirmed="5555555555"), variables=old)
    assert play.effects == (CheckConsent("5555555555"),)

    play.on(Answered(True))

    assert play.outcome == "confirmed"
    assert play.effects == ()
    assert play.variable("session.optIn.status") == "confirmed"
    assert play.variable("session.optIn.time") is None


def test_gives_the_time_in_london(run):
    play = run(DoubleOptIn())

    play.on(MessageReceived("yes"), after=timedelta(days=20))
    summer = run(DoubleOptIn(timeout="P30D"))
    summer.on(MessageReceived("yes"), after=timedelta(days=29))

    assert play.variable("session.optIn.time") == "2026-03-22 12:00:00"
    assert summer.variable("session.optIn.time") == "2026-03-31 13:00:00"


def test_keeps_the_question_as_it_was_sent(run):
    play = run(
        DoubleOptIn(message="Join ${user.club}?", retry="Sorry?"),
        MessageReceived("what?"),
        MessageReceived("yes"),
        variables={"user.club": "Tea Club"},
    )

    assert consents(play)[0].question == "Join Tea Club?"


@pytest.mark.parametrize(
    ("settings", "facts", "reason"),
    [
        ({"message": "${user.nothing}"}, {}, "empty"),
        ({}, {"opted_out": True}, "opted_out"),
        ({"timeout": "${'soon'}"}, {}, "expression"),
    ],
)
def test_fails_when_the_message_cannot_be_sent(run, settings, facts, reason):
    play = run(DoubleOptIn(**settings), **facts)

    assert play.outcome == "failed"
    assert play.reason == reason
    assert play.effects == ()


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"accepted": ["yes", "ok"], "declined": ["OK!"]}, "declined"),
        ({"timeout": "P31D"}, "timeout"),
        ({"reminder_after": "P2D"}, "reminder_after"),
    ],
)
def test_says_what_is_wrong(settings, field):
    assert [problem[0] for problem in DoubleOptIn(**settings).problems()] == [field]


@pytest.mark.parametrize("settings", [{"accepted": []}, {"attempts": 0}, {"message": ""}])
def test_refuses_settings(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        DoubleOptIn(**settings)


def test_says_how_it_may_end():
    handler = DoubleOptIn()

    assert handler.ways_out() == ("confirmed", "declined", "timed_out", "failed")
    assert handler.attempts == 2
    assert handler.waits()
    assert set(handler.writes()) == {("session", "optin.status"), ("session", "optin.time")}
