"""Templates: what is literal, what is kept, what is reported."""

from urllib.parse import quote

import pytest

from flows.el import template
from flows.el.errors import ElError
from flows.el.template import Reference
from tests.flows.el.environments import env_of, same, value_of

TEXTS = [
    ("", ""),
    ("$ { } % # $x", "$ { } % # $x"),
    ("$${1}", "$1"),
    ("#{1}", "#{1}"),
    ("$\\{1}", "$\\{1}"),
    ("\\${1}", "${1}"),
    ("\\\\${1}", "\\${1}"),
    ("\\${${1}}", "${1}"),
    ("${1}\\${2}${3}", "1${2}3"),
    ("a\\b\\${", "a\\b${"),
    ("${1}}", "1}"),
    (" ${1}", " 1"),
    ("${null}${null}", ""),
    ("${true} ${1.50} ${-0.0}", "true 1.5 -0.0"),
    ("${1}\n", "1\n"),
    ("{${'{'}}", "{{}"),
]
LITERALS = [("", True), ("$x {y}", True), ("\\${x}", True), ("${", False), ("\\${x} ${y}", False)]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_renders(text, expected):
    assert same(value_of(text), expected)


@pytest.mark.parametrize(("text", "literal"), LITERALS)
def test_tells_literal_text(text, literal):
    assert template.is_literal(text) is literal


@pytest.mark.parametrize("value", [None, True, 5, 2.0, "5"])
def test_a_lone_expression_keeps_its_type(value):
    env = env_of({"user.a": value})

    assert same(template.evaluate("${user.a}", env), value)
    assert isinstance(template.evaluate("${user.a} ", env), str)


def test_check_returns_the_text_or_raises_a_value_error():
    assert template.check("Hi ${user.name}") == "Hi ${user.name}"
    with pytest.raises(ValueError, match="expected"):
        template.check("Hi ${user.name")


def test_syntax_is_reported_before_meaning():
    with pytest.raises(ElError) as refused:
        template.check("${count} ${af:nope()} ${1 +}")

    assert refused.value.kind == "syntax"


def test_lists_the_variables_it_reads():
    text = "${USER.Name} ${user.name} ${service.codes[session['a.B']].x + af:abs(user['n'])}"

    assert template.variables(text) == (
        Reference("user", "name"),
        Reference("service", "codes.", computed=True),
        Reference("session", "a.b"),
        Reference("user", "n"),
    )


def test_reports_text_beyond_ascii_in_expressions_only():
    assert template.doubtful_texts("Zoë ${'Zoe'} ${'Zoë'}") == (15,)


def test_encodes_values_but_not_the_text_around_them():
    env = env_of({"user.q": "a b&c", "user.n": 1.5})

    text = template.render_parts("http://x/?q=${user.q}&n=${user.n}", env, quote)

    assert text == "http://x/?q=a%20b%26c&n=1.5"


def test_a_compiled_template_is_kept():
    assert template.compile_template("kept ${1}") is template.compile_template("kept ${1}")


def test_refuses_a_template_beyond_the_ceiling():
    assert template.check("x" * template.MAX_CHARACTERS)
    with pytest.raises(ElError, match="longer"):
        template.check("x" * (template.MAX_CHARACTERS + 1))


@pytest.mark.parametrize("holes", [5, 40])
def test_refuses_to_render_more_than_any_field_holds(holes):
    env = env_of({"user.a": "x" * 20_000})

    with pytest.raises(ElError) as refused:
        template.render("${user.a}" * holes, env)

    assert refused.value.kind == "function"


def test_many_parts_render_like_few():
    env = env_of({"user.a": 1})

    assert template.render("a${user.a}" * 50, env) == "a1" * 50
