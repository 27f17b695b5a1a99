"""Syntax: what is read, how, and what is refused where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.el import nodes, template
from flows.el.errors import ElError
from flows.el.functions import CATALOGUE
from flows.el.names import RESERVED_WORDS, SCOPES
from flows.el.parser import Parser
from tests.flows.el.environments import env_of, fault_of, same, value_of

SYNTAX = [
    *("", "1 +", "+5", "1 2", "(1", "1)", "()", "1 = 1", "1 === 1", "1 & 1", "1 | 1", "1 += 1"),
    *(
        "user.",
        ".user",
        "user..a",
        "user.a.",
        "user.-a",
        "user.a-",
        "user[]",
        "user['a']]",
        "user[",
    ),
    *("user.empty", "user.Not", "user.a.null", "account.and", "empty", "not", "1 instanceof 2"),
    *("af:random(1,}", "af:random(,1)", "af:random", "af:random(1", "random(3)", "af:not(1)"),
    *("user.name()", "'a' 'b'", "'a", '"', '"a\\tb"', '"\\u0041"', '"a\\', "${1}", "{1}", "[1]"),
    *("1;2", "1 ?: 2", "true ? 1", "true ? : 2", "? 1 : 2", "1.2.3", "1..5", "12abc", "1e", "1e+"),
    *(
        "1 AND 2",
        "#",
        "$",
        "@x",
        "`",
        "user.naïve",
        "1\x0b+ 1",
        "1\xa0+ 1",
        "\x00",
        "1 //2",
        "2 ** 3",
    ),
    *(
        "9223372036854775808",
        "-9223372036854775808",
        "user.a + $",
        "x -> x",
        "true.x",
        "1.a",
        "'a'.b",
    ),
]
VARIABLE = [
    *("count", "user", "account.x", "account['x']", "user.a-b - c", "TRUE", "Null", "user-x.y"),
    *("true ? 1 : x", "af:abs(x)", "user[x]", "messages.part[0].text", "_a"),
]
FUNCTION = [
    *("af:nope()", "AF:abs(1)", "fn:abs(1)", "af:abs()", "af:abs(1, 2)", "af:Abs(1)", "a:b()"),
    *("true or af:nope()", "true ? a:b(1) : 2", "af:concat()", "af:substring('a')", "af:min(1)"),
]
READS = [
    ("user.a-b", "user.a-b"),
    ("user.a-b-c", "user.a-b-c"),
    ("user.a-_b.c-d", "user.a-_b.c-d"),
    ("user.my-user", "user.my-user"),
    ("user.a-nota", "user.a-nota"),
    ("user.1a", "user.1a"),
    ("user.5.6", "user.5.6"),
    ("user . a . b", "user.a.b"),
    ("USER [ 'A.b' ]", "user.a.b"),
    ("user.a['b'].c[0].5", "user.a.b.c.0.5"),
    ("user[true][1.5]", "user.true.1.5"),
    ("user['my-count']", "user.my-count"),
    ("user['empty']", "user.empty"),
    ("user.a-b:x", None),
]
MINUS = [
    ("user.a-1", 6),
    ("user.a-service.b", 4),
    ("user.a-service ['b']", 4),
    ("user.a-af:abs(2)", 5),
    ("user.a-af : abs (2)", 5),
    ("user.a - b", {"$error": "variable"}),
    ("user.a- service.b", 4),
    ("user.a -service.b", 4),
    ("user.a--1", 8),
    ("user['a']-service.b", 4),
    ("user.a-null", 7),
    ("user.a-(1)", 6),
    ("user.a-'1'", 6),
    ("user.a-.5", 6.5),
]
LITERALS = [
    ("1.", 1.0),
    (".5", 0.5),
    ("1.e3", 1000.0),
    ("1.5E-2", 0.015),
    ("1e+2", 100.0),
    ("1e999", float("inf")),
    ("007", 7),
    ("9223372036854775807", 2**63 - 1),
    ("'it\\'s \\\"x\\\" \\\\'", 'it\'s "x" \\'),
    ("'a\nb'", "a\nb"),
    ("'Zoë ☺'", "Zoë ☺"),
    ("\t\r\n 1 ", 1),
    ("10div 4", 2.5),
    ("1eq 1", True),
    ("true?1:2", 1),
    ("true ? (1) : 2", 1),
]


def kinds(expressions, kind):
    return [(expression, kind) for expression in expressions]


FAULTS = kinds(SYNTAX, "syntax") + kinds(VARIABLE, "variable") + kinds(FUNCTION, "function")


@pytest.mark.parametrize(("expression", "kind"), FAULTS)
def test_refuses(expression, kind):
    with pytest.raises(ElError) as refused:
        template.check(f"${{{expression}}}")

    assert refused.value.kind == kind
    assert 0 <= refused.value.position <= len(expression) + 3
    assert refused.value.code == f"el.{kind}"


@pytest.mark.parametrize(("expression", "name"), READS)
def test_reads_the_key(expression, name):
    got = value_of(f"${{{expression}}}", {name: 5} if name else {})

    assert got == (5 if name else {"$error": "syntax"})


@pytest.mark.parametrize(("expression", "expected"), MINUS)
def test_reads_a_minus(expression, expected):
    assert same(value_of(f"${{{expression}}}", {"user.a": 7, "service.b": 3}), expected)


@pytest.mark.parametrize(("expression", "expected"), LITERALS)
def test_reads_literals(expression, expected):
    assert same(value_of(f"${{{expression}}}"), expected)


def test_computed_key_joins_its_pieces_with_dots():
    variables = {"user.a.x.b": 1, "user.n": "X", "user.a.": 2}

    assert value_of("${user.A[user.n].b}", variables) == 1
    assert value_of("${user.a[user.none]}", variables) == 2


@pytest.mark.parametrize(
    ("text", "kind", "position"),
    [
        ("ab ${1 +}", "syntax", 8),
        ("${x} ${1 +}", "syntax", 10),
        ("${af:nope()} ${x}", "function", 2),
        ("${1 + x * af:nope()}", "variable", 6),
        ('${"a" + 1}', "type", 6),
        ("${1 + 1 % 0}", "arithmetic", 8),
        ("${user.a ? 1 : 2}", "type", 2),
        ("ab${af:random(0)}", "function", 4),
        ('${af:regexpMatches("a", "(")}', "function", 2),
    ],
)
def test_says_where_the_fault_is(text, kind, position):
    with pytest.raises(ElError) as refused:
        template.evaluate(text, env_of({"user.a": 1}))

    assert (refused.value.kind, refused.value.position) == (kind, position)


PIECES = [
    *SCOPES,
    *RESERVED_WORDS,
    *(function.name for function in CATALOGUE),
    *"+-*/%<>=!&|?:,.()[]{}$\"'\\ \n\t\0é",
    *("${", "}", "\\${", "af:", "user.a", "1", "1.5", "1e3", "==", "&&", "||", '"x"', "x"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_is_read_or_refused(text):
    for source in (text, f"${{{text}}}"):
        fault = fault_of(template.check, source)
        assert fault is None or 0 <= fault.position <= len(source)


@given(st.text(max_size=40))
def test_any_unicode_is_read_or_refused(text):
    value_of(text)
    value_of(f"${{{text}}}")


NUMBERS = st.one_of(st.integers(0, 2**63 - 1), st.floats(min_value=0, allow_nan=False))
LEAVES = st.one_of(
    st.builds(nodes.Literal, st.just(0), st.one_of(st.none(), st.booleans(), NUMBERS, st.text())),
    st.builds(nodes.Variable, st.just(0), st.sampled_from(SCOPES), st.sampled_from(["a", "a.b-c"])),
)
LEVELS = (("or",), ("and",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))


def chains(operands):
    def chain(level, inner):
        count = len(inner) - 1
        steps = st.lists(st.sampled_from(level), min_size=count, max_size=count)
        places = (0,) * count
        return steps.map(lambda names: nodes.Chain(0, tuple(names), tuple(inner), places))

    inner = st.lists(operands, min_size=2, max_size=4)
    return st.tuples(st.sampled_from(LEVELS), inner).flatmap(lambda drawn: chain(*drawn))


def branches(operands):
    pairs = st.lists(st.tuples(operands, operands), min_size=1, max_size=3).map(tuple)
    return st.builds(nodes.Conditional, st.just(0), pairs, operands)


TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        chains(inner),
        branches(inner),
        st.builds(nodes.Unary, st.just(0), st.sampled_from(["-", "not", "empty"]), inner),
        st.builds(
            nodes.Call, st.just(0), st.just("concat"), st.lists(inner, min_size=1).map(tuple)
        ),
        st.builds(
            nodes.ComputedVariable,
            st.just(0),
            st.sampled_from(SCOPES),
            st.tuples(chains(inner)),
        ),
    ),
    max_leaves=12,
)


@given(TREES)
def test_a_printed_tree_reads_as_the_same_tree(tree):
    source = tree.source() + "}"

    again, end = Parser(source, 0).parse()

    assert end == len(source)
    assert again == tree
    assert again.source() == tree.source()


@given(TREES, st.one_of(st.none(), st.booleans(), NUMBERS, st.text()))
def test_any_tree_gives_a_value_or_a_fault(tree, value):
    variables = {f"{scope}.a": value for scope in SCOPES}

    got = value_of(f"${{{tree.source()}}}", variables)

    assert isinstance(got, bool | int | float | str | None) or set(got) == {"$error"}
