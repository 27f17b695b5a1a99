from datetime import timedelta

import pytest

from flows.engine.effects import SendEmail as Email
from flows.engine.events import Performed, TimedOut
from flows.handlers.send_email import SendEmail

BASIC = {"to": "staff@example.com", "subject": "Reply", "body": "It says ${user.text}"}


def test_sends_an_email_and_goes_on_when_it_is_done(run):
    play = run(SendEmail(**BASIC), variables={"user.text": "hello"})

    assert play.effects == (
        Email(to=("staff@example.com",), subject="Reply", body="It says hello"),
    )
    assert play.fields == {
        "to": "staff@example.com",
        "subject": "Reply",
        "body": "It says hello",
    }
    assert play.wait.until - play.world.now == timedelta(hours=1)
    assert play.on(Performed()).outcome == "sent"


def test_fills_in_every_field(run):
    handler = SendEmail(
        to="${user.to}",
        cc="c@example.com; d@example.com",
        reply_to="${user.reply}",
        from_name="${user.name}",
        subject="${user.subject}",
        body="b",
        html="<b>${user.name}</b>",
    )
    variables = {
        "user.to": "a@example.com, b@example.com",
        "user.reply": "r@example.com",
        "user.name": "<Ann>\r\nBcc: x@example.com",
        "user.subject": "one\ntwo" + "x" * 300,
    }

    play = run(handler, variables=variables)

    (email,) = play.effects
    assert email.to == ("a@example.com", "b@example.com")
    assert email.cc == ("c@example.com", "d@example.com")
    assert email.reply_to == "r@example.com"
    assert email.from_name == "<Ann> Bcc: x@example.com"
    assert email.subject.startswith("one twox")
    assert len(email.subject) == 255
    assert email.html == "<b>&lt;Ann&gt;\r\nBcc: x@example.com</b>"


@pytest.mark.parametrize(
    ("settings", "reason", "defect"),
    [
        ({"to": "${user.nothing}"}, "email", False),
        ({"to": "${'ann'}"}, "email", False),
        ({"cc": "${'a@b'}"}, "email", False),
        ({"reply_to": "${'a@b.com, c'}"}, "email", False),
        ({"to": "${user.many}"}, "email", False),
        ({"subject": "${1 % 0}"}, "expression", True),
        ({"body": "${1 % 0}"}, "expression", True),
    ],
)
def test_fails_before_anything_is_sent(run, settings, reason, defect):
    many = ",".join(f"a{n}@example.com" for n in range(21))

    play = run(SendEmail(**{**BASIC, **settings}), variables={"user.many": many})

    assert play.outcome == "failed"
    assert play.reason == reason
    assert play.visit.error.defect is defect
    assert play.effects == ()


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (Performed(ok=False, message="550 no such box"), "email_failed"),
        (Performed(ok=False, reason="email", message="bad"), "email"),
        (TimedOut(), "email_failed"),
    ],
)
def test_fails_when_it_could_not_be_sent(run, event, reason):
    play = run(SendEmail(**BASIC), event)

    assert play.outcome == "failed"
    assert play.reason == reason
    assert play.variable("session.lastError.code") == reason


@pytest.mark.parametrize(
    "settings",
    [{"to": ""}, {"subject": ""}, {"subject": "x" * 256}, {"body": ""}, {"body": "x" * 20_001},
     {"html": "${"}],
)  # fmt: skip
def test_refuses_settings(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        SendEmail(**{**BASIC, **settings})


def test_takes_a_text_of_twenty_thousand_characters(run):
    assert run(SendEmail(**{**BASIC, "body": "x" * 20_000}), Performed()).outcome == "sent"


@pytest.mark.parametrize("field", ["to", "cc", "reply_to"])
def test_says_which_address_is_wrong(field):
    handler = SendEmail(**{**BASIC, field: "ann@example.com, bob"})

    ((where, _, message),) = handler.problems()
    assert where == field
    assert "bob" in message


def test_has_nothing_to_say_about_addresses_to_be_filled_in():
    assert list(SendEmail(**{**BASIC, "to": "${user.email}"}).problems()) == []
