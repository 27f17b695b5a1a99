from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mep.routing.match import Matcher, choose, explain, interrupts, remove_keyword
from mep.routing.patterns import PatternBudget
from mep.routing.rules import KeywordRule, parse_captures

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
VOTE = r"(?:vote|v)\s+(\d{1,2})\b.*"


def rule(rule_id, text, match="exactly", priority=100, **fields):
    return KeywordRule(rule_id, text, match, service_id=f"S{rule_id}", priority=priority, **fields)


K9 = rule("K9", "", "catch_all", 1000, kind="catch_all")
K3 = rule("K3", "JOIN", "starts", 50)
CODE_88600 = (
    rule("K1", "STOP", priority=1, kind="stop"),
    rule("K2", "STOP ALL", priority=1, kind="stop_all"),
    rule("K2b", "STOPALL", priority=1, kind="stop_all"),
    K3,
    rule("K4", "JOIN GOLD", "starts", 50),
    rule("K5", "PIZZA", "ends", 60),
    rule("K6", VOTE, "regex", 70, captures=((1, "keyword"),)),
    rule("K7", "YES", priority=80),
    rule("K8", "GO ", "starts", 90, whole_words=False),
    K9,
)


@pytest.mark.parametrize(
    ("text", "winner"),
    [
        ("join", "K3"),
        ("  Join  now", "K3"),
        ("JOIN GOLD please", "K4"),
        ("joining", "K9"),
        ("I love pizza", "K5"),
        ("pizza!", "K5"),
        ('pizza ?!"', "K5"),
        ("V 7", "K6"),
        ("Vote 12 please", "K6"),
        ("vote 123", "K9"),
        ("go team", "K8"),
        ("go", "K9"),
        ("YES", "K7"),
        ("yes!", "K9"),
        ("Stop.", "K1"),
        ("'stop'", "K1"),
        ("stop all", "K2"),
        ("Stop  ALL!", "K2"),
        ("STOPALL", "K2b"),
        ("stop it now", "K9"),
        ("", "K9"),
        ("join\nnow", "K3"),
        ("jöin", "K9"),
        ("xpizza", "K9"),
        ("pizza now", "K9"),
    ],
)
def test_chooses_among_the_keywords_of_a_code(text, winner):
    assert choose(CODE_88600, text, NOW).rule.id == winner


@pytest.mark.parametrize(
    ("text", "name", "keyword", "seen"),
    [
        ("join", "JOIN%", "JOIN", ""),
        ("  Join  now", "JOIN%", "JOIN", "now"),
        ("JOIN, please", "JOIN%", "JOIN", "please"),
        ("JOIN\tnow\nor never", "JOIN%", "JOIN", "now\nor never"),
        ("I love pizza", "%PIZZA", "PIZZA", "I love"),
        ("I love - Pizza!", "%PIZZA", "PIZZA", "I love"),
        ("go team", "GO %", "GO ", "team"),
        ("Stop.", "STOP", "STOP", ""),
        ("V 7", VOTE, "7", "V 7"),
        ("anything", "%", None, "anything"),
    ],
)
def test_tells_name_keyword_and_the_text_without_it(text, name, keyword, seen):
    choice = choose(CODE_88600, text, NOW)

    assert (choice.name, choice.keyword) == (name, keyword)
    assert remove_keyword(text, choice) == seen


def test_nothing_fits_without_a_catch_all():
    disabled = [*CODE_88600[:-1], replace(K9, enabled=False)]

    assert choose(disabled, "hello", NOW) is None


def test_starts_within_a_word_unless_whole_words():
    loose = [replace(K3, whole_words=False), K9]

    assert choose(loose, "joining", NOW).rule.id == "K3"
    assert remove_keyword("joining", choose(loose, "joining", NOW)) == "ing"


def test_passes_over_a_keyword_whose_service_is_not_live():
    matcher = Matcher([replace(K3, service_live=False), K9])

    decision = matcher.decide("join", NOW)

    assert decision.choice.rule.id == "K9"
    assert [(note.rule.id, note.reason) for note in decision.notes] == [("K3", "service_disabled")]


def test_notes_what_was_passed_over_even_when_nothing_fits():
    decision = Matcher([replace(K3, service_live=False)]).decide("join", NOW)

    assert decision.choice is None
    assert decision.notes[0].reason == "service_disabled"


@pytest.mark.parametrize(
    ("match", "keyword", "text", "fits"),
    [
        ("exactly", "GO  TEAM", "go team", True),
        ("exactly", " GO", "go", False),
        ("exactly", " GO", " Go", True),
        ("exactly", " GO", "\tGo", True),
        ("exactly", "straße", "STRASSE", True),
        ("exactly", "?", "?", True),
        ("exactly", "go", "go\u00a0", True),
        ("starts", "JOIN", "join1", False),
        ("starts", "JOIN", "join-1", True),
        ("starts", "JOIN", "join\u0301", False),
        ("starts", "JOIN", " JOIN", True),
        ("ends", "PIZZA", "hot-pizza", True),
        ("ends", "PIZZA", "a pizza. ", True),
        ("ends", "PIZZA", "a pizza)", False),
        ("ends", "PIZZA!", "a pizza!", True),
        ("contains", "PIZZA", "superpizza or pizza now", True),
        ("contains", "PIZZA", "superpizzas", False),
        ("contains", "PIZZA", "PIZZA", True),
        ("contains", "aa", "baaa aa", True),
        ("regex", "a.c", "A\nC", True),
        ("regex", "abc", " abc\n", True),
        ("regex", "ab", "abc", False),
        ("regex", "(", "(", False),
    ],
)
def test_compares_one_keyword(match, keyword, text, fits):
    assert bool(choose([rule("K", keyword, match)], text, NOW)) is fits


def test_ends_keeps_punctuation_when_words_need_not_be_whole():
    loose = [rule("K", "PIZZA", "ends", whole_words=False)]

    assert choose(loose, "superpizza", NOW)
    assert choose(loose, "pizza!", NOW) is None


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("I want pizza, now", "I want now"),
        ("pizza, now", "now"),
        ("order: pizza", "order"),
        ("pizza", ""),
    ],
)
def test_closes_the_gap_where_a_contained_keyword_was(text, seen):
    choice = choose([rule("K", "PIZZA", "contains")], text, NOW)

    assert choice.name == "%PIZZA%"
    assert remove_keyword(text, choice) == seen


def test_regular_expression_fills_message_and_session_variables():
    stored = {"1": "keyword", "2": "message", "3": "session.size", "4": "session.extra"}
    order = rule("K", r"(buy) (\w+) (\d+)(x)?", "regex", captures=parse_captures(stored))

    choice = choose([order], " Buy Socks 42 ", NOW)

    assert (choice.keyword, choice.message) == ("Buy", "Socks")
    assert choice.variables == (("size", "42"),)
    assert remove_keyword(" Buy Socks 42 ", choice) == "Socks"
    assert choice.span == (1, 13)


def test_regular_expression_without_keyword_field_has_no_keyword():
    assert choose([rule("K", VOTE, "regex")], "V 7", NOW).keyword is None


def test_captures_of_missing_groups_are_left_out():
    assert choose([rule("K", "a", "regex", captures=((9, "keyword"),))], "a", NOW).keyword is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (rule("A", "x", "regex", 1), rule("B", "x", "exactly", 2)),
        (rule("A", "x", "exactly"), rule("B", "x", "starts")),
        (rule("A", "x", "starts"), rule("B", "x", "ends")),
        (rule("A", "x", "ends"), rule("B", "x", "contains")),
        (rule("A", "x", "contains"), rule("B", "x", "regex")),
        (rule("A", "x", "regex", 999), rule("B", "", "catch_all", 1)),
        (rule("A", "x y", "starts"), rule("B", "x", "starts")),
        (rule("B", "x", "exactly", created=1), rule("A", "x", "exactly", created=2)),
        (rule("A", "x", "exactly"), rule("B", "x", "exactly")),
    ],
)
def test_orders_by_priority_match_length_and_age(first, second):
    text = "x y" if " " in first.text else "x"

    assert choose([second, first], text, NOW).rule == first


@pytest.mark.parametrize(
    ("field", "moment", "reason"),
    [
        ("valid_from", NOW + timedelta(seconds=1), "not_yet"),
        ("valid_until", NOW, "over"),
    ],
)
def test_passes_over_keywords_out_of_date(field, moment, reason):
    dated = replace(K3, **{field: moment})

    assert choose([dated], "join", NOW) is None
    assert explain([dated], "join", NOW)[0].reason == reason


def test_keyword_is_valid_from_its_first_moment():
    assert choose([replace(K3, valid_from=NOW)], "join", NOW)


def test_explains_every_keyword_in_the_order_tried():
    rules = [
        K9,
        replace(K3, service_live=False),
        rule("K0", "JOIN", priority=1, enabled=False),
        rule("K7", "JO", "starts", 60),
        rule("K8", "JOIN", "contains", 70),
        rule("K6", "NOW", "ends", 80),
        rule("K5", "OFF", "ends", 85),
        rule("KX", "(", "regex", 90),
    ]

    explained = explain(rules, "join now", NOW)

    assert [(each.rule.id, each.reason, each.matched) for each in explained] == [
        ("K0", "disabled", False),
        ("K3", "service_disabled", True),
        ("K7", "not_whole_word", False),
        ("K8", "chosen", True),
        ("K6", "outranked", True),
        ("K5", "no_match", False),
        ("KX", "broken", False),
        ("K9", "outranked", True),
    ]
    assert explained[3].span == (0, 4)
    assert all(each.words for each in explained)


@pytest.mark.parametrize(
    ("keyword", "setting", "text", "expected"),
    [
        (rule("K", "YES"), "never", "YES", False),
        (rule("K", "YES"), "exact", "YES", True),
        (rule("K", "YES"), "always", "YES", True),
        (rule("K", "YES", "starts"), "exact", "YES", False),
        (rule("K", "YES", "starts"), "always", "YES", True),
        (rule("K", "STOP", kind="stop"), "never", "Stop.", True),
        (rule("K", "STOP", "starts", kind="stop"), "never", "stop it", False),
        (rule("K", "ARRET", kind="stop"), "never", "arret", True),
        (rule("K", "STOP"), "never", "stop", True),
        (rule("K", "START"), "never", "start", False),
        (K9, "always", "anything", False),
    ],
)
def test_tells_whether_a_keyword_goes_before_a_waiting_session(keyword, setting, text, expected):
    choice = choose([replace(keyword, interrupts=setting)], text, NOW)

    assert interrupts(choice, text) is expected


def test_no_keyword_interrupts_nothing():
    assert interrupts(None, "STOP") is False


SLOW = rule("SLOW", r"(x+x+)+(y|z\1)", "regex", 1)
SLOW_TEXT = "x" * 5000


def test_slow_regular_expression_counts_as_not_fitting():
    decision = Matcher([SLOW, K9]).decide(SLOW_TEXT, NOW)

    assert decision.choice.rule.id == "K9"
    assert decision.notes[0].reason == "timeout"


def test_slow_regular_expression_sits_out_the_batch_after_three_times():
    matcher, budget = Matcher([SLOW, K9]), PatternBudget()

    reasons = [matcher.decide(SLOW_TEXT, NOW, budget).notes[0].reason for _ in range(5)]

    assert reasons == ["timeout"] * 3 + ["set_aside"] * 2


def test_one_event_has_time_for_two_slow_regular_expressions_only():
    slow = [replace(SLOW, id=f"SLOW{number}", created=number) for number in range(4)]
    quick = rule("QUICK", "x+", "regex", 2)

    decision = Matcher([*slow, quick, K9]).decide(SLOW_TEXT, NOW)

    assert [note.reason for note in decision.notes] == ["timeout"] * 5
    assert decision.choice.rule.id == "K9"


def test_next_event_has_its_full_time_again():
    slow = [replace(SLOW, id=f"SLOW{number}") for number in range(2)]
    matcher, budget = Matcher([*slow, rule("QUICK", "hi", "regex", 2)]), PatternBudget()
    matcher.decide(SLOW_TEXT, NOW, budget)

    assert matcher.choose("hi", NOW, budget).rule.id == "QUICK"


WORDS = st.text("aBé ß!?.,'\n\t1İ", max_size=6)
RULES = st.lists(
    st.builds(
        rule,
        st.uuids().map(str),
        WORDS,
        st.sampled_from(["exactly", "starts", "ends", "contains", "catch_all"]),
        st.integers(1, 3),
        whole_words=st.booleans(),
        kind=st.sampled_from(["campaign", "stop", "help"]),
        service_live=st.booleans(),
        enabled=st.booleans(),
        created=st.integers(0, 2),
    ),
    max_size=5,
)


@given(RULES, WORDS | st.text())
def test_choice_does_not_depend_on_the_order_given(rules, text):
    expected = Matcher(rules).decide(text, NOW)

    assert all(Matcher(other).decide(text, NOW) == expected for other in permutations(rules))


@given(RULES, WORDS | st.text())
def test_choice_is_the_first_that_fits_by_the_explanation(rules, text):
    explained = explain(rules, text, NOW)
    chosen = [each.rule for each in explained if each.is_chosen]

    choice = choose(rules, text, NOW)

    assert ([choice.rule] if choice else []) == chosen
    assert [each.rule.order for each in explained] == sorted(each.rule.order for each in explained)


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["starts", "ends", "contains"]))
def test_never_raises_and_spans_lie_within_the_text(keyword, text, match):
    choice = choose([rule("K", keyword, match, whole_words=False), K9], text, NOW)

    start, end = choice.span
    assert 0 <= start <= end <= len(text)
    assert len(remove_keyword(text, choice)) <= len(text)


@given(st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_whatever_the_regular_expression_a_keyword_is_chosen(source, text):
    assert choose([rule("K", source, "regex"), K9], text, NOW) is not None
