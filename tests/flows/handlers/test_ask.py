from datetime import timedelta

import pytest

from flows.engine.effects import SendMessage
from flows.engine.events import MessageReceived, TimedOut
from flows.handlers.ask import Ask

CHOICES = {
    "answer": "choice",
    "choices": [
        {"id": "c1", "label": "Coffee", "synonyms": ["espresso"]},
        {"id": "c3", "label": "Tea"},
    ],
}


def asking(**settings):
    settings.setdefault("message", "What would you like?")
    return Ask.model_validate({"keep": {"key": "answer"}, **settings})


def texts(play):
    return [effect.text for effect in play.effects if isinstance(effect, SendMessage)]


def test_asks_and_waits_a_day(run):
    play = run(asking(message="Hi ${user.name}?"), variables={"user.name": "Ann"})

    assert texts(play) == ["Hi Ann?"]
    assert play.wait.until - play.world.now == timedelta(hours=24)


@pytest.mark.parametrize(
    ("expect", "text", "outcome", "stored"),
    [
        ({"answer": "text"}, " Ann ", "valid", "Ann"),
        (CHOICES, "COFFEE!", "c1", "Coffee"),
        (CHOICES, "espresso please", "c1", "Coffee"),
        (CHOICES, "2", "c3", "Tea"),
        (CHOICES, "b.", "c3", "Tea"),
        (CHOICES, "cofee", "c1", "Coffee"),
        ({"answer": "yes_no"}, "Yep", "yes", "yes"),
        ({"answer": "yes_no"}, "no thanks", "no", "no"),
        ({"answer": "yes_no", "yes": ["oui"], "no": ["non"]}, "oui", "yes", "yes"),
        ({"answer": "number"}, "12,5", "valid", 12.5),
        ({"answer": "number", "minimum": 1, "maximum": 5}, "5", "valid", 5),
        ({"answer": "date"}, "5 April", "valid", "2026-04-05"),
        ({"answer": "date", "month_first": True}, "4/5/26", "valid", "2026-04-05"),
        ({"answer": "email"}, "It is Ann@EXAMPLE.com", "valid", "Ann@example.com"),
        ({"answer": "phone"}, "+44 7700 900002", "valid", "447700900002"),
        ({"answer": "phone", "country": "44"}, "07700 900002", "valid", "447700900002"),
        ({"answer": "regex", "matches": {"expression": "[a-z]{2}\\d+"}}, "AB12", "valid", "AB12"),
    ],
)
def test_takes_an_answer_that_fits(run, expect, text, outcome, stored):
    handler = asking(expect=expect, keep_raw={"scope": "user", "key": "raw"})

    play = run(handler, MessageReceived(text))

    assert play.outcome == outcome
    assert play.variable("session.answer") == stored
    assert type(play.variable("session.answer")) is type(stored)
    assert play.variable("user.raw") == text
    assert play.effects == ()


@pytest.mark.parametrize(
    ("expect", "text"),
    [
        ({"answer": "text"}, "  "),
        (CHOICES, "water"),
        (CHOICES, "3"),
        ({**CHOICES, "positions": False}, "1"),
        ({**CHOICES, "spelling": False}, "cofee"),
        ({"answer": "yes_no"}, "perhaps"),
        ({"answer": "number"}, "a few"),
        ({"answer": "number", "minimum": 1, "maximum": 5}, "6"),
        ({"answer": "number", "minimum": 1}, "0.5"),
        ({"answer": "date"}, "31 April"),
        ({"answer": "email"}, "ann at example"),
        ({"answer": "phone"}, "07700 900002"),
        ({"answer": "regex", "matches": {"expression": "\\d"}}, "12"),
        (
            {"answer": "regex", "matches": {"expression": "[a-z]"}, "ignore_case": False},
            "A",
        ),
    ],
)
def test_asks_again_when_an_answer_does_not_fit(run, expect, text):
    play = run(asking(expect=expect), MessageReceived(text))

    assert play.outcome == ""
    assert texts(play) == ["What would you like?"]
    assert play.on(MessageReceived(text)).outcome == "invalid"
    assert play.effects == ()
    assert play.variable("session.answer") is None


def test_asks_again_in_other_words(run):
    handler = asking(expect=CHOICES, retry="Coffee or tea? You said ${request.defaultMessage}")

    play = run(handler, MessageReceived("Water"))

    assert texts(play) == ["Coffee or tea? You said Water"]
    assert play.on(MessageReceived("tea")).outcome == "c3"
    assert play.fields["attempt"] == 2
    assert play.fields["reply"] == "tea"


@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_gives_up_after_so_many_attempts(run, attempts):
    play = run(asking(expect=CHOICES, attempts=attempts))

    for _ in range(attempts - 1):
        assert play.on(MessageReceived("water")).outcome == ""
    assert play.on(MessageReceived("water")).outcome == "invalid"


def test_takes_no_reply_when_the_time_is_over(run):
    play = run(asking(timeout="PT10M"), TimedOut())

    assert play.outcome == "no_reply"
    assert play.world.now - play.steps[0].move.until == timedelta()
    assert play.effects == ()


def test_reminds_once(run):
    play = run(asking(timeout="PT1H", reminder_after="PT20M", reminder="Still there?"))
    begun = play.world.now
    assert play.wait.until - begun == timedelta(minutes=20)

    play.on(TimedOut())

    assert texts(play) == ["Still there?"]
    assert play.wait.until - begun == timedelta(hours=1)
    assert play.on(TimedOut()).outcome == "no_reply"


def test_reminds_with_the_question_when_there_is_no_other_text(run):
    play = run(asking(reminder_after="PT20M"), TimedOut())

    assert texts(play) == ["What would you like?"]
    assert play.on(MessageReceived("tea")).outcome == "valid"


def test_does_not_remind_again_after_asking_again(run):
    play = run(asking(expect=CHOICES, timeout="PT1H", reminder_after="PT20M"), TimedOut())

    play.on(MessageReceived("water"))

    assert play.wait.until - play.world.now == timedelta(hours=1)
    assert play.on(TimedOut()).outcome == "no_reply"


def test_reminds_after_asking_again_if_it_has_not_yet(run):
    play = run(asking(expect=CHOICES, timeout="PT1H", reminder_after="PT20M"))

    play.on(MessageReceived("water"), after=timedelta(minutes=5))

    assert play.wait.until - play.world.now == timedelta(minutes=20)
    assert texts(play.on(TimedOut())) == ["What would you like?"]


def test_waits_and_reminds_without_a_limit(run):
    play = run(asking(timeout=None, reminder_after="PT20M"), TimedOut())

    assert texts(play) == ["What would you like?"]
    assert play.wait.until is None


def test_stores_capture_groups(run):
    expect = {"answer": "regex", "matches": {"expression": r"(\w)(\d)?"}}
    old = {"session.match.2": "old", "session.match.9": "old"}

    play = run(asking(expect=expect), MessageReceived("a"), variables=old)

    assert play.variable("session.match.1") == "a"
    assert play.variable("session.match.2") is None
    assert play.variable("session.match.9") is None


def test_leaves_capture_groups_alone_when_told(run):
    expect = {"answer": "regex", "matches": {"expression": r"(\w)", "keep_groups": False}}

    play = run(asking(expect=expect), MessageReceived("a"))

    assert play.variable("session.match.1") is None


@pytest.mark.parametrize(
    ("settings", "facts", "reason"),
    [
        ({"message": "${user.nothing}"}, {}, "empty"),
        ({}, {"opted_out": True}, "opted_out"),
        ({"timeout": "${'soon'}"}, {}, "expression"),
        ({"message": "Ł", "encoding": "gsm7"}, {}, "encoding"),
    ],
)
def test_fails_when_it_cannot_ask(run, settings, facts, reason):
    play = run(asking(**settings), **facts)

    assert play.outcome == "failed"
    assert play.reason == reason
    assert play.effects == ()


def test_fails_when_it_cannot_ask_again(run):
    play = run(asking(expect=CHOICES, retry="${user.nothing}"), MessageReceived("water"))

    assert play.outcome == "failed"
    assert play.reason == "empty"


def test_fails_when_a_pattern_takes_too_long(run):
    expect = {"answer": "regex", "matches": {"expression": "(a|a|aa)+$"}}

    play = run(asking(expect=expect), MessageReceived("a" * 60 + "b"))

    assert play.outcome == "failed"
    assert play.reason == "expression"


@pytest.mark.parametrize(
    ("expect", "ways"),
    [
        ({"answer": "text"}, ("valid", "invalid", "no_reply", "failed")),
        ({"answer": "number"}, ("valid", "invalid", "no_reply", "failed")),
        ({"answer": "yes_no"}, ("yes", "no", "invalid", "no_reply", "failed")),
        (CHOICES, ("c1", "c3", "invalid", "no_reply", "failed")),
    ],
)
def test_names_its_ways_out_by_what_it_expects(expect, ways):
    assert asking(expect=expect).ways_out() == ways


@pytest.mark.parametrize(
    ("settings", "fields"),
    [
        (
            {"expect": {"answer": "choice", "choices": [
                {"id": "c1", "label": "Tea"}, {"id": "c1", "label": "tea "}]}},
            ["expect.choices.1.id", "expect.choices.1.label"],
        ),
        (
            {"expect": {"answer": "choice", "choices": [
                {"id": "c1", "label": "A", "synonyms": ["x"]},
                {"id": "c2", "label": "B", "synonyms": ["X!"]}]}},
            ["expect.choices.1.synonyms"],
        ),
        ({"expect": {"answer": "number", "minimum": 2, "maximum": 1}}, ["expect.maximum"]),
        ({"timeout": "PT1S"}, ["timeout"]),
        ({"timeout": "PT1H", "reminder_after": "PT1H"}, ["reminder_after"]),
        ({"keep": {"key": "true"}}, ["keep.key"]),
        ({"keep_raw": {"scope": "user", "key": "id"}}, ["keep_raw.key"]),
    ],
)  # fmt: skip
def test_says_what_is_wrong(settings, fields):
    assert [problem[0] for problem in asking(**settings).problems()] == fields


@pytest.mark.parametrize(
    "settings",
    [
        {"attempts": 0},
        {"attempts": 6},
        {"reminder_after": "PT1S"},
        {"expect": {"answer": "mood"}},
        {"expect": {"answer": "choice", "choices": []}},
        {"expect": {"answer": "choice", "choices": [{"id": "x", "label": "A"}]}},
        {"expect": {"answer": "choice", "choices": [{"id": "c1", "label": "x" * 61}]}},
        {"expect": {"answer": "regex", "matches": {"expression": "("}}},
        {"expect": {"answer": "regex", "matches": {"expression": "()" * 10}}},
        {"expect": {"answer": "phone", "country": "044"}},
    ],
)
def test_refuses_settings(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        asking(**settings)


def test_tells_what_it_writes():
    expect = {"answer": "regex", "matches": {"expression": "(a)"}}
    written = list(asking(expect=expect, keep_raw={"scope": "user", "key": "Raw"}).writes())

    assert written[:3] == [("session", "answer"), ("user", "raw"), ("session", "match.1")]
    assert asking().waits()


def test_doubts_texts_that_are_too_long():
    handler = asking(multipart=False, retry="x" * 161, reminder="x" * 161)

    assert [doubt[0] for doubt in handler.doubts()] == ["retry", "reminder"]
