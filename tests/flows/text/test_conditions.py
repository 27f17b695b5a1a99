import pytest

from flows.text.conditions import COMPARISONS, compare, find_groups, is_between, word_pattern
from flows.text.patterns import PatternTimeout


def holds(test, text, *words, ignore_case=True):
    return find_groups(word_pattern(test, words, ignore_case), text) is not None


@pytest.mark.parametrize(
    ("test", "words", "text", "expected"),
    [
        ("any_of", ("yes", "ok"), "OK", True),
        ("any_of", ("yes", "ok"), ' "Yes"! ', True),
        ("any_of", ("yes",), "yes please", False),
        ("any_of", ("yes",), "yesyes", False),
        ("any_of", ("new york",), "New   York.", True),
        ("any_of", ("öl",), "ÖL", True),
        ("any_of", ("c++",), "C++", True),
        ("any_of", (".*",), "anything", False),
        ("any_of", ("👍",), "👍", True),
        ("starts_with", ("vote",), "  Voted for 2", True),
        ("starts_with", ("vote",), "I vote", False),
        ("first_word", ("vote",), "Vote: 2", True),
        ("first_word", ("vote",), "vote\n2", True),
        ("first_word", ("vote",), "voted", False),
        ("contains_word", ("tea",), "a cup of TEA, please", True),
        ("contains_word", ("tea",), "our team", False),
        ("contains_word", ("e",), "cafe\u0301", False),
        ("contains_phrase", ("tea",), "our team", True),
        ("contains_phrase", ("green tea",), "some green\ntea", True),
        ("contains_phrase", ("green tea",), "green or tea", False),
    ],
)
def test_tests_words(test, words, text, expected):
    assert holds(test, text, *words) is expected


def test_minds_case_when_told():
    assert not holds("any_of", "YES", "yes", ignore_case=False)
    assert holds("any_of", "yes", "yes", ignore_case=False)


@pytest.mark.parametrize("test", ["any_of", "starts_with", "first_word", "contains_phrase"])
def test_holds_for_nothing_when_every_word_is_blank(test):
    assert not holds(test, "", " ", "")
    assert not holds(test, "yes", " ")
    assert not holds(test, "yes")


def test_gives_capture_groups_of_the_whole_text():
    assert find_groups(r"vote\s+(\d+)(x)?", " vote 12 ") == ("12", None)
    assert find_groups(r"\d+", "vote 12") is None


def test_gives_up_a_pattern_that_takes_too_long():
    with pytest.raises(PatternTimeout):
        find_groups("(a|a|aa)+$b", "a" * 60)


@pytest.mark.parametrize(
    ("left", "right", "order"),
    [
        ("9", "10", -1),
        ("10", "10.0", 0),
        ("1.0E7", "10000000", 0),
        ("Ann", "ann", 0),
        ("ann", "Bob", -1),
        ("2026-03-02", "2026-02-28", 1),
        ("9 apples", "10 apples", 1),
        (" a ", "a", 0),
        (None, "", 0),
        (None, "a", None),
    ],
)
def test_compares_as_numbers_or_else_as_text(left, right, order):
    assert compare(left, right) == order


def test_compares_with_case_when_told():
    assert compare("a", "A", ignore_case=False) == 1


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("equal", [False, True, False, False]),
        ("not_equal", [True, False, True, True]),
        ("less", [True, False, False, False]),
        ("at_most", [True, True, False, False]),
        ("more", [False, False, True, False]),
        ("at_least", [False, True, True, False]),
    ],
)
def test_judges_an_order(name, held):
    assert [COMPARISONS[name](order) for order in (-1, 0, 1, None)] == held


@pytest.mark.parametrize(
    ("minimum", "maximum", "within"),
    [
        (1, 5, True),
        (5, 9, True),
        (6, 9, False),
        (None, 4, False),
        (None, None, True),
        (5, None, True),
    ],
)
def test_judges_limits(minimum, maximum, within):
    assert is_between(5, minimum, maximum) is within
