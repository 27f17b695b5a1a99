"""Functions: arguments, ends of their ranges, null."""

import re
from datetime import UTC, datetime

import pytest

from flows.el import template
from flows.el.functions import CATALOGUE
from tests.flows.el.environments import env_of, same, value_of

FUNCTION, TYPE, ARITHMETIC = ({"$error": kind} for kind in ("function", "type", "arithmetic"))
EXAMPLES = [(f.name, example) for f in CATALOGUE for example in f.examples]

CASES = [
    ("generatePin(0, true)", FUNCTION),
    ("generatePin(33, true)", FUNCTION),
    ("generatePin(null, true)", FUNCTION),
    ("generatePin(4, 1)", TYPE),
    ("random(0)", FUNCTION),
    ("random(null)", FUNCTION),
    ("random('1.9')", TYPE),
    ("random(1.9)", 1),
    ("random('x')", TYPE),
    ("random(true)", TYPE),
    ("getDay('2016-02-30')", None),
    ("getDay('2016-3-1')", None),
    ("getDay('2016-03-01T00:00:00')", None),
    ("getDay(' 2016-03-01')", None),
    ("getDay('2016-03-01 24:00:00')", None),
    ("getDay('0000-01-01')", None),
    ("getDay(null)", None),
    ("getDay(5)", None),
    ("getHour('2016-03-01')", 0),
    ("getNameOfDay('nonsense')", None),
    ("compareDate('2010-01-01', '2010-01-01 00:00:00')", 0),
    ("compareDate('2010-01-01 00:00:01', '2010-01-01')", 1),
    ("compareDate('x', '2010-01-01')", None),
    ("compareDate('2010-01-01', null)", None),
    ("addDays('2016-12-31 10:11:12', 1)", "2017-01-01 10:11:12"),
    ("addDays('2016-03-01', -1)", "2016-02-29"),
    ("addDays('9999-12-31', 1)", None),
    ("addDays('2016-03-01', 9223372036854775807)", None),
    ("addDays('x', 1)", None),
    ("daysBetween('2016-03-02', '2016-03-01')", -1),
    ("daysBetween('2016-03-01 23:59:59', '2016-03-02')", 1),
    ("daysBetween('x', '2016-03-01')", None),
    ("removeLetters('DOB 01/28/2001')", " 01/28/2001"),
    ("removeLetters('éA1')", "é1"),
    ("removeLetters(null)", ""),
    ("removeLetters(12)", "12"),
    ("getPhoneNumber('+44 7700-900760')", "447700900760"),
    ("getPhoneNumber('00447700900760.')", "447700900760"),
    ("getPhoneNumber('447700900760')", "447700900760"),
    ("getPhoneNumber('020 7946 0000, 07700 900760')", "447700900760"),
    ("getPhoneNumber('077009007601')", None),
    ("getPhoneNumber('107700900760')", None),
    ("getPhoneNumber('none')", None),
    ("getPhoneNumber(null)", None),
    ("regexpMatches('a\nb', 'a.b')", False),
    ("regexpMatches('a\nb', '(?s)a.b')", True),
    ("regexpMatches('ab1', '\\\\p{Alpha}+\\\\d')", True),
    ("regexpMatches(null, '.*')", True),
    ("regexpMatches(null, '.+')", False),
    ("regexpMatches('a', '(')", FUNCTION),
    ("regexpMatches('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '(a|aa)+b')", FUNCTION),
    ("regexpCapture('x=1 y=2', '(\\\\w)=(\\\\d)', 2)", "1"),
    ("regexpCapture('x=1', '(?<k>\\\\w)=', 0)", "x="),
    ("regexpCapture('x', '(y)', 1)", None),
    ("regexpCapture('x', '(y)?x', 1)", None),
    ("regexpCapture('x', '(x)', 2)", FUNCTION),
    ("regexpCapture('x', 'x', -1)", FUNCTION),
    ("round(2.4)", 2),
    ("round(-2.5)", -2),
    ("round(0.49999999999999994)", 0),
    ("round('2.5')", 3),
    ("round(7)", 7),
    ("round(null)", 0),
    ("round(1e19)", ARITHMETIC),
    ("round(0 / 0)", ARITHMETIC),
    ("floor(1 / 0)", ARITHMETIC),
    ("ceil(-2.9)", -2),
    ("abs(-9223372036854775807 - 1)", ARITHMETIC),
    ("abs('-3')", 3),
    ("min(1, 2.5)", 1.0),
    ("max('10', 9)", 10),
    ("max(1.0, 0 / 0)", float("nan")),
    ("min(true, 1)", TYPE),
    ("capitalize('')", ""),
    ("toUpperCase(null)", ""),
    ("toUpperCase(true)", "TRUE"),
    ("length(null)", 0),
    ("length(1.0)", 3),
    ("substring('abc', -5, 2)", "ab"),
    ("substring('abc', 1, 99)", "bc"),
    ("substring('abc', 2, 1)", ""),
    ("substring('abc', 9)", ""),
    ("substring('abc', 0, -1)", ""),
    ("indexOf('abc', 'z')", -1),
    ("contains('abc', '')", True),
    ("replace('a.b', '.', '$1')", "a$1b"),
    ("concat('a')", "a"),
    ("concat(1, null, 2.0)", "12.0"),
    ("urlEncode('Zoë/+')", "Zo%C3%AB%2F%2B"),
    ("trim('\t a b \n')", "a b"),
]
PARSED = [
    ("1/2/2001", "d/M/yyyy", "2001-02-01"),
    ("01022001", "ddMMyyyy", "2001-02-01"),
    (" 3 Mar 2016 ", "d MMM yyyy", "2016-03-03"),
    ("3 march 2016", "d MMMM yyyy", "2016-03-03"),
    ("on 3.3.2016", "'on' d.M.yyyy", "2016-03-03"),
    ("3 o'clock 3 2016", "d 'o''clock' M yyyy", "2016-03-03"),
    ("3'3'2016", "d''M''yyyy", "2016-03-03"),
    ("2016", "yyyy", "2016-01-01"),
    ("16-03-36", "dd-MM-yy", "1936-03-16"),
    ("15-03-36", "dd-MM-yy", "2036-03-15"),
    ("29-02-00", "dd-MM-yy", "2000-02-29"),
    ("29-02-2015", "dd-MM-yyyy", None),
    ("32-01-2015", "dd-MM-yyyy", None),
    ("1-1-15 x", "d-M-yy", None),
    ("01-01-87", "dd-MM-yyyy", None),
    ("٠١-01-2015", "dd-MM-yyyy", None),
    ("3 ſep 2016", "d MMM yyyy", None),
    ("", "dd-MM-yyyy", None),
    ("x", "'x'", None),
]
BROKEN_PATTERNS = ["D", "YYYY", "ddd", "y", "MMMMM", "HH:mm", "dd 'of MM", "d" * 101]
WRITTEN = [
    ("d/M/yy", "5/3/06"),
    ("dd.MM.yyyy", "05.03.2006"),
    ("MMM MMMM", "Mar March"),
    ("'day' dd ''yy", "day 05 '06"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_example_in_the_help_is_true(name, example):
    assert f"af:{name}(" in example.source
    assert template.render(example.source, env_of()) == example.result


@pytest.mark.parametrize("function", CATALOGUE, ids=lambda function: function.name)
def test_function_is_described(function):
    assert function.examples
    assert function.help.endswith(".")
    assert function.signature.startswith(f"af:{function.name}(")
    assert function.returns in {"string", "integer", "boolean", "number"}


@pytest.mark.parametrize(("call", "expected"), CASES)
def test_function(call, expected):
    got = value_of(f"${{af:{call}}}")

    assert same(got, expected), got


@pytest.mark.parametrize(("text", "pattern", "expected"), PARSED)
def test_reads_a_date(text, pattern, expected):
    variables = {"user.text": text, "user.pattern": pattern}

    assert value_of("${af:parseDateString(user.text, user.pattern)}", variables) == expected


@pytest.mark.parametrize(("pattern", "expected"), WRITTEN)
def test_writes_a_date(pattern, expected):
    variables = {"user.pattern": pattern}

    assert value_of("${af:formatDateString('2006-03-05', user.pattern)}", variables) == expected


@pytest.mark.parametrize("pattern", BROKEN_PATTERNS)
@pytest.mark.parametrize("name", ["parseDateString", "formatDateString"])
def test_refuses_a_broken_date_pattern(name, pattern):
    assert value_of(f"${{af:{name}('', user.pattern)}}", {"user.pattern": pattern}) == FUNCTION


def test_the_century_of_a_leap_day_is_found_on_a_leap_day():
    env = env_of(now=datetime(2020, 2, 29, 12, tzinfo=UTC))

    assert template.render('${af:parseDateString("290240", "ddMMyy")}', env) == "1940-02-29"


@pytest.mark.parametrize(("flag", "characters"), [("true", "[A-Z0-9]{32}"), ("false", "[0-9]{32}")])
def test_a_pin_has_the_characters_asked_for(flag, characters):
    assert re.fullmatch(characters, value_of(f"${{af:generatePin(32, {flag})}}"))


def test_every_number_up_to_the_highest_comes_up():
    env = env_of()

    numbers = {template.evaluate("${af:random(6)}", env) for _ in range(200)}

    assert numbers == {1, 2, 3, 4, 5, 6}


def test_chance_comes_from_the_environment():
    text = "${af:generatePin(12, true)} ${af:random(1000000)}"

    assert template.render(text, env_of(seed=7)) == template.render(text, env_of(seed=7))
