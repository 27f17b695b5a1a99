"""Java's regular expressions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.text.patterns import PatternError, PatternTimeout, compile_pattern

MATCHES = [
    (r"(?i).*\bcolou?r\b.*", "I think it is Colour!"),
    (r"\p{Alpha}+\p{Digit}\p{Punct}\p{Space}", "ab1! "),
    (r"\p{Upper}\p{Lower}\p{Alnum}\p{XDigit}\p{Blank}", "Ab1F\t"),
    (r"\p{ASCII}\P{ASCII}", "aé"),
    (r"\p{L}+\pL", "Zoë"),
    (r"\p{IsLatin}\p{InGreek}\p{script=Greek}\p{gc=Lu}", "eαβA"),
    (r"\p{javaLowerCase}\p{IsAlphabetic}", "éZ"),
    (r"(?U)\d\w", "٣é"),
    (r"(?iu)É", "é"),
    (r"(?i)[a-c]+", "aBC"),
    (r"(?i)\p{Lower}", "A"),
    (r"[a-z&&[^aeiou]]+", "bcd"),
    (r"[^a-z&&[def]]+", "abc1"),
    (r"[a-d[m-p]]+", "am"),
    (r"[]a-]+", "]a-"),
    (r"[\d\-.]+", "1-."),
    (r"[&a]", "&"),
    (r"(?<year>\d{4})-\k<year>", "2016-2016"),
    (r"(a)(b)\2\1", "abba"),
    (r"(a)\11", "aa1"),
    (r"\Qa.b*\E+", "a.b**"),
    (r"\Q(", "("),
    (r"[\Q]^\E]+", "]^"),
    (r"a{2}{3}", "aa"),
    (r"{2}a", "a"),
    (r"a}]", "a}]"),
    (r"\x41\u0042\x{43}\0104\t\cA", "ABCD\t\x01"),
    (r"\uD83D\uDE00\N{WHITE SMILING FACE}", "\U0001f600☺"),
    (r"(?x) a b  # a comment", "ab"),
    (r"(?x)[a b]+", "ab"),
    (r"(?s)a.b", "a\nb"),
    (r"(?d)a.b", "a\rb"),
    (r"(?m)^a$\R^b$", "a\r\nb"),
    (r"(?dm)a$\n^b$", "a\nb"),
    (r"a(?i:B)c(?-i)d", "abcd"),
    (r"(?=a)*(?<=^)a(?!b)(?<!b)(?>a)", "aa"),
    (r"^*a", "a"),
    (r"\h\v\s\S\W\D\H\V", " \n\tx--xx"),
    (r"\ba\B.b\b", "a_b"),
    (r"\_\é", "_é"),
]
MISMATCHES = [
    (r"(?i).*\bcolou?r\b.*", "colourful"),
    ("b", "abc"),
    (r"\d", "٣"),
    (r"\w", "é"),
    (r"\s", "\xa0"),
    (r"(?i)É", "é"),
    (r"(?iu)ß", "ss"),
    (r"x*+x", "xx"),
    (r"\2(a)", "a"),
    (r"(?m)a^", "a"),
    (r"(?i)k", "\u212a"),
    *((".", end) for end in "\n\r\x85\u2028\u2029"),
]
BROKEN = [
    *("*", "a**", "(", "a)", "[a", "[]", "\\", "{", "a{2", "a{3,2}", "a{,3}", "a{e<=1}", "[a&&]"),
    *("(?P<a>b)", "(?R)", "(?|a)", "(?#c)", "(?z)", "(?<1>a)", "(?<a>.)(?<a>.)", r"\k<a>", r"\k"),
    *(r"\y", r"\L<x>", r"\p{Foo}", r"\p{IsFoo}", r"\pQ", r"\p{}", r"\p{^L}", r"\p{x=y}", r"\p{L"),
    *("[z-a]", r"[a-\d]", r"\xZ", r"\x{110000}", r"\x{}", r"\u12", r"\uD83D\u0041", r"\08", r"\c"),
    *(r"\N", r"\N{NOBODY}", "(" * 101 + ")" * 101, "[a" * 60, "a" * 5_000, "a{99999999999}"),
]
ENDS = [("a$", "a\n", True), ("a$", "a\r\n", True), (r"a\Z", "a\r\n", True), (r"a\z", "a\n", False)]


@pytest.mark.parametrize(("source", "text"), MATCHES)
def test_matches_as_java_does(source, text):
    assert compile_pattern(source).full_match(text)


@pytest.mark.parametrize(("source", "text"), MISMATCHES)
def test_does_not_match_where_java_does_not(source, text):
    assert compile_pattern(source).full_match(text) is None


@pytest.mark.parametrize("source", BROKEN)
def test_refuses_what_java_does_not_know(source):
    with pytest.raises(PatternError):
        compile_pattern(source)


@pytest.mark.parametrize(("source", "text", "found"), ENDS)
def test_tells_the_end_from_the_last_line_end(source, text, found):
    assert bool(compile_pattern(source).search(text)) == found


def test_says_where_the_fault_is():
    with pytest.raises(PatternError, match="nothing to repeat") as refused:
        compile_pattern(r"\Qab\Ec**")

    assert refused.value.position == 8


def test_finds_the_first_match_and_its_groups():
    found = compile_pattern(r"(\d+)-(?<rest>\w+)").search("no 12-ab 34-cd")

    assert found is not None
    assert (found[0], found[1], found["rest"]) == ("12-ab", "12", "ab")


def test_gives_up_a_pathological_match():
    pattern = compile_pattern("(a|aa)+$b")

    with pytest.raises(PatternTimeout):
        pattern.full_match("a" * 60, timeout_seconds=0.05)


def test_takes_flags_from_the_caller():
    assert compile_pattern("a.", ignore_case=True, dot_all=True).full_match("A\n")


@settings(deadline=None)
@given(st.text(alphabet="ab1\\[](){}?*+|^$.&-:<>=!,QEdpkxiu#", max_size=30), st.text(max_size=5))
def test_refuses_or_matches_any_pattern(source, text):
    try:
        compile_pattern(source).search(text, timeout_seconds=0.05)
    except (PatternError, PatternTimeout):
        return
