import pytest

from flows.engine.events import MessageReceived
from flows.handlers.branch_message import BranchMessage
from flows.handlers.wait_message import WaitMessage


def branch(*whens, **case):
    cases = [
        {"id": f"c{n}", "label": f"Case {n}", "when": when, **case}
        for n, when in enumerate(whens, start=1)
    ]
    return BranchMessage.model_validate({"cases": cases})


def outcome(run, when, text, **case):
    return run(branch(when, **case), variables={"request.defaultMessage": text}).outcome


@pytest.mark.parametrize(
    ("when", "fits", "does_not"),
    [
        ({"test": "any_of", "words": ["yes", "ok"]}, "OK!", "yes please"),
        ({"test": "starts_with", "words": ["vote"]}, "Voted 2", "I vote"),
        ({"test": "first_word", "words": ["vote"]}, "vote, 2", "voted 2"),
        ({"test": "contains_word", "words": ["tea"]}, "some TEA please", "our team"),
        ({"test": "contains_phrase", "words": ["green tea"]}, "any green  tea?", "green"),
        ({"test": "regex", "expression": r"v(ote)? \d+"}, " V 12 ", "I vote 12"),
        ({"test": "number_between", "minimum": 1, "maximum": 5}, "5 please", "6"),
        ({"test": "number_between"}, "1,000", "many"),
        ({"test": "is_date"}, "5 April", "soon"),
        ({"test": "is_date", "month_first": True}, "12/31/26", "31/12/26"),
        ({"test": "is_email"}, "mail ann@example.com", "ann"),
        ({"test": "is_phone"}, "+44 7700 900001", "123"),
        ({"test": "is_empty"}, "  ", "?"),
    ],
)
def test_tests_the_latest_message(run, when, fits, does_not):
    assert outcome(run, when, fits) == "c1"
    assert outcome(run, when, does_not) == "otherwise"


@pytest.mark.parametrize(
    "when", [{"test": "any_of", "words": ["Yes"]}, {"test": "regex", "expression": "Y.*"}]
)
def test_minds_case_when_told(run, when):
    assert outcome(run, when, "yes") == "c1"
    assert outcome(run, when, "yes", ignore_case=False) == "otherwise"
    assert outcome(run, when, "Yes", ignore_case=False) == "c1"


def test_takes_the_first_case_that_holds(run):
    tea, green = {"test": "contains_word", "words": ["tea"]}, {"test": "any_of", "words": ["tea"]}

    assert run(branch(tea, green), variables={"request.defaultMessage": "tea"}).outcome == "c1"


def test_tests_the_message_that_ended_the_wait(run, graph):
    handlers = {"w": WaitMessage(), "b": branch({"test": "any_of", "words": ["yes"]})}

    play = run(graph(handlers, {("w", "message_received"): "b"}), MessageReceived("Yes"))

    assert play.outcome == "c1"
    assert play.fields["message"] == "Yes"


def test_takes_no_message_for_an_empty_one(run):
    assert run(branch({"test": "is_empty"})).outcome == "c1"


def test_fills_in_the_words(run):
    handler = branch({"test": "any_of", "words": ["${session.pin}"]})

    play = run(handler, variables={"session.pin": "0042", "request.defaultMessage": "0042."})

    assert play.outcome == "c1"
    assert run(handler, variables={"request.defaultMessage": ""}).outcome == "otherwise"


def test_stores_capture_groups(run):
    handler = branch({"test": "regex", "expression": r"(\w+) (\d+)( kg)?"})
    variables = {"request.defaultMessage": "apples 12", "session.match.3": "old"}

    play = run(handler, variables=variables)

    assert play.variable("session.match.1") == "apples"
    assert play.variable("session.match.2") == "12"
    assert play.variable("session.match.3") is None
    assert {change.key for change in play.visit.changes} == {"match.1", "match.2", "match.3"}


def test_stores_no_groups_when_told_or_when_nothing_holds(run):
    kept = {"test": "regex", "expression": "(a)"}
    text = {"request.defaultMessage": "a"}

    assert run(branch({**kept, "keep_groups": False}), variables=text).last.changes == ()
    assert run(branch(kept), variables={"request.defaultMessage": "b"}).last.changes == ()


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ({"test": "regex", "expression": "(a|a|aa)+$"}, "a" * 60 + "b"),
        ({"test": "any_of", "words": ["${1 % 0}"]}, "a"),
    ],
)
def test_fails_when_a_case_cannot_be_tested(run, when, text):
    play = run(branch(when), variables={"request.defaultMessage": text})

    assert play.outcome == "failed"
    assert play.reason == "expression"
    assert play.visit.error.defect is True


@pytest.mark.parametrize(
    "cases",
    [
        [],
        [{"id": "c1", "label": "", "when": {"test": "is_empty"}}],
        [{"id": "c0", "label": "A", "when": {"test": "is_empty"}}],
        [{"id": "c1000", "label": "A", "when": {"test": "is_empty"}}],
        [{"id": "c1", "label": "A", "when": {"test": "equal", "value": "1"}}],
        [{"id": "c1", "label": "A", "when": {"test": "any_of", "words": []}}],
        [{"id": "c1", "label": "A", "when": {"test": "any_of", "words": ["${"]}}],
        [{"id": "c1", "label": "A", "when": {"test": "regex", "expression": "a" * 501}}],
        [{"id": f"c{n}", "label": f"{n}", "when": {"test": "is_empty"}} for n in range(1, 52)],
    ],
)
def test_refuses_cases(cases):
    with pytest.raises(ValueError, match="cases"):
        BranchMessage.model_validate({"cases": cases})


def test_says_which_cases_cannot_be_told_apart():
    case = {"id": "c1", "label": "Tea", "when": {"test": "is_empty"}}
    handler = BranchMessage.model_validate({"cases": [case, {**case, "label": " TEA"}]})

    fields = [problem[0] for problem in handler.problems()]
    assert fields == ["cases.1.id", "cases.1.label"]


def test_names_its_ways_out():
    handler = branch({"test": "is_empty"}, {"test": "regex", "expression": "(a)"})

    assert handler.ways_out() == ("c1", "c2", "otherwise", "failed")
    assert ("session", "match.9") in handler.writes()
    assert list(branch({"test": "is_empty"}).writes()) == []
