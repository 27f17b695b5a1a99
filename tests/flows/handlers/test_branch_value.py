import pytest

from flows.handlers.branch_value import BranchValue


def branch(when, value="${user.v}", **case):
    cases = [{"id": "c1", "label": "One", "when": when, **case}]
    return BranchValue.model_validate({"value": value, "cases": cases})


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (9, {"not_equal", "less", "at_most"}),
        ("9", {"not_equal", "less", "at_most"}),
        (10, {"equal", "at_most", "at_least"}),
        (10.0, {"equal", "at_most", "at_least"}),
        ("10.0", {"equal", "at_most", "at_least"}),
        (11, {"not_equal", "more", "at_least"}),
        ("ten", {"not_equal", "more", "at_least"}),
        (None, {"not_equal"}),
    ],
)
def test_compares(run, value, held):
    tests = ["equal", "not_equal", "less", "at_most", "more", "at_least"]

    outcomes = {
        test: run(branch({"test": test, "value": "10"}), variables={"user.v": value}).outcome
        for test in tests
    }

    assert {test for test, outcome in outcomes.items() if outcome == "c1"} == held
    assert set(outcomes.values()) == {"c1", "otherwise"}


@pytest.mark.parametrize(
    ("value", "when", "outcome"),
    [
        ("Gold", {"test": "equal", "value": "gold"}, "c1"),
        ("gold", {"test": "equal", "value": "${user.level}"}, "c1"),
        (True, {"test": "equal", "value": "true"}, "c1"),
        ("", {"test": "equal", "value": ""}, "c1"),
        (None, {"test": "equal", "value": ""}, "c1"),
        ("2026-03-02", {"test": "less", "value": "2026-03-10"}, "c1"),
        ("green tea", {"test": "contains_word", "words": ["tea"]}, "c1"),
        (12, {"test": "regex", "expression": r"\d+"}, "c1"),
        (12, {"test": "number_between", "minimum": 12.5}, "otherwise"),
        (None, {"test": "is_empty"}, "c1"),
        (447700900001, {"test": "is_phone"}, "c1"),
        ("a@b.com", {"test": "is_email"}, "c1"),
        ("2026-03-02", {"test": "is_date"}, "c1"),
    ],
)
def test_tests_a_value_of_any_type(run, value, when, outcome):
    play = run(branch(when), variables={"user.v": value, "user.level": "GOLD"})

    assert play.outcome == outcome
    assert play.fields["value"] == value


def test_minds_case_when_told(run):
    handler = branch({"test": "equal", "value": "gold"}, ignore_case=False)

    assert run(handler, variables={"user.v": "Gold"}).outcome == "otherwise"


def test_takes_text_with_values_in_it(run):
    handler = branch({"test": "any_of", "words": ["a-b"]}, value="${user.v}-b")

    assert run(handler, variables={"user.v": "A"}).outcome == "c1"


def test_stores_capture_groups(run):
    handler = branch({"test": "regex", "expression": "(a)(b)"})

    assert run(handler, variables={"user.v": "ab"}).variable("session.match.2") == "b"
    assert ("session", "match.1") in handler.writes()


@pytest.mark.parametrize(
    ("value", "when"),
    [("${1 % 0}", {"test": "is_empty"}), ("1", {"test": "equal", "value": "${1 % 0}"})],
)
def test_fails_when_an_expression_does(run, value, when):
    play = run(branch(when, value=value))

    assert play.outcome == "failed"
    assert play.reason == "expression"


def test_refuses_an_empty_value():
    with pytest.raises(ValueError, match="value"):
        branch({"test": "is_empty"}, value="")


def test_names_its_ways_out():
    handler = branch({"test": "is_empty"})

    assert handler.ways_out() == ("c1", "otherwise", "failed")
    assert handler.summary() == "${user.v}: One"
    assert list(handler.problems()) == []
