from datetime import timedelta

import pytest

from flows.engine.events import MessageReceived, TimedOut
from flows.handlers.wait_message import WaitMessage
from flows.text.conditions import find_groups


def accepts(wait, text):
    return any(find_groups(pattern, text) is not None for pattern in wait.patterns)


def test_waits_a_day_for_any_message_to_the_session(run):
    play = run(WaitMessage())

    assert play.wait.until - play.world.now == timedelta(hours=24)
    assert play.wait.codes == ()
    assert play.wait.patterns == ()
    assert play.wait.ignore is False


def test_goes_on_when_a_message_comes(run):
    play = run(WaitMessage(), MessageReceived("Hello"))

    assert play.outcome == "message_received"
    assert play.fields["message"] == "Hello"
    assert play.variable("request.defaultMessage") == "Hello"


def test_goes_on_when_the_time_is_over(run):
    assert run(WaitMessage(), TimedOut()).outcome == "timed_out"


@pytest.mark.parametrize(
    ("timeout", "minutes"),
    [("PT1M", 1), ("P30D", 30 * 24 * 60), ("${user.minutes}", 90), ("${0.1}", 1)],
)
def test_waits_as_long_as_told(run, timeout, minutes):
    play = run(WaitMessage(timeout=timeout), variables={"user.minutes": "90"})

    assert play.wait.until - play.world.now == timedelta(minutes=minutes)


def test_waits_for_as_long_as_the_session_lives(run):
    assert run(WaitMessage(timeout=None)).wait.until is None


@pytest.mark.parametrize("timeout", ["${user.nothing}", "${'soon'}", "${30 * 24 * 60 + 1}"])
def test_fails_when_the_time_cannot_be_computed(run, timeout):
    play = run(WaitMessage(timeout=timeout))

    assert play.outcome == "failed"
    assert play.reason == "expression"
    assert play.visit.error.defect is True


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ({"accept_from": "any"}, ("*",)),
        ({"accept_from": "expression", "code": "${user.code}"}, ("83001",)),
        ({"accept_from": "expression", "code": "user.codes"}, ("83001", "83002")),
    ],
)
def test_accepts_from_other_codes(run, settings, codes):
    play = run(
        WaitMessage(**settings),
        variables={"user.code": 83001, "user.codes": "83001, 83002"},
    )

    assert play.wait.codes == codes


def test_fails_when_there_is_no_code(run):
    play = run(WaitMessage(accept_from="expression", code="${user.nothing}"))

    assert play.reason == "expression"


def test_waits_for_some_messages_only(run):
    only = [
        {"when": {"test": "any_of", "words": ["yes", "${user.word}"]}},
        {"when": {"test": "regex", "expression": r"\d+"}},
        {"when": {"test": "starts_with", "words": ["VOTE"]}, "ignore_case": False},
    ]

    play = run(WaitMessage(only=only, others="ignore"), variables={"user.word": "sure"})

    assert play.wait.ignore is True
    texts = ["Yes!", "SURE", "12", "VOTE 3", "vote 3", "perhaps"]
    assert [accepts(play.wait, text) for text in texts] == [True, True, True, True, False, False]


@pytest.mark.parametrize(
    ("scope", "kept"), [("session", 4000), ("user", 4000), ("service", 255), ("servicecoll", 255)]
)
def test_stores_the_text(run, scope, kept):
    handler = WaitMessage(keep={"scope": scope, "key": "said.Last"})

    short = run(handler, MessageReceived(" Zoë\n\x00😀 "))
    long = run(handler, MessageReceived("x" * 5000))

    assert short.variable(f"{scope}.said.last") == " Zoë\n😀 "
    assert long.variable(f"{scope}.said.last") == "x" * kept
    assert long.fields[f"{scope}.said.Last"] == f"cut to {kept} characters"


def test_fails_when_the_account_takes_plain_letters_only(run):
    handler = WaitMessage(keep={"key": "said"})

    play = run(handler, MessageReceived("Zoë"), ascii_values=True)

    assert play.outcome == "failed"
    assert play.reason == "value"


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"timeout": "PT59S"}, "timeout"),
        ({"timeout": "P31D"}, "timeout"),
        ({"accept_from": "expression"}, "code"),
        ({"keep": {"key": "a..b"}}, "keep.key"),
        ({"keep": {"scope": "request", "key": "defaultMessage"}}, "keep.key"),
    ],
)
def test_says_what_is_wrong(settings, field):
    assert [problem[0] for problem in WaitMessage(**settings).problems()] == [field]


@pytest.mark.parametrize(
    "settings",
    [
        {"timeout": "soon"},
        {"accept_from": "none"},
        {"code": "${"},
        {"only": [{"when": {"test": "any_of", "words": []}}]},
        {"only": [{"when": {"test": "regex", "expression": "("}}]},
        {"only": [{"when": {"test": "is_email"}}]},
        {"others": "drop"},
        {"keep": {"scope": "system", "key": "a"}},
    ],
)
def test_refuses_settings(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        WaitMessage.model_validate(settings)


def test_tells_what_it_writes():
    assert list(WaitMessage(keep={"key": "A"}).writes()) == [("session", "a")]
    assert list(WaitMessage().writes()) == []
    assert WaitMessage().waits()
