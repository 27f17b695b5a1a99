"""Operators: precedence, conversion, null, the ends of the number ranges."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.el.operators import BINARY
from tests.flows.el.environments import same, value_of

TYPE, ARITHMETIC = {"$error": "type"}, {"$error": "arithmetic"}
MIN = "(-9223372036854775807 - 1)"

CASES = [
    ("null + null", 0),
    ("null - 1", -1),
    ("null + 1.5", 1.5),
    ("null * null", 0),
    ("null / null", 0),
    ("null % null", 0),
    ('"1.5" + 1', 2.5),
    ('"1e3" + 0', 1000.0),
    ('"" + 1', 1),
    ('"+5" + 0', 5),
    ('" 5" + 0', TYPE),
    ('"0x10" + 0', TYPE),
    ("true + 1", TYPE),
    ("9223372036854775807 + 1", ARITHMETIC),
    ("9223372036854775807 + 0", 2**63 - 1),
    (f"{MIN} - 1", ARITHMETIC),
    (f"{MIN} + 0", -(2**63)),
    (f"-{MIN}", ARITHMETIC),
    ("4611686018427387904 * 2", ARITHMETIC),
    ("9223372036854775807 + 1.0", float(2**63)),
    ("1e308 * 10", math.inf),
    ("7 div 2", 3.5),
    ("0 / 5", 0),
    ("0 / -5.0", -0.0),
    ('"6" / "3"', 2),
    ('"6.0" / 3', 2.0),
    ("1 / 3", 1 / 3),
    ("9007199254740992 / 1", 2**53),
    ("9007199254740993 / 1", float(2**53)),
    ("9223372036854775807 / 9223372036854775807", 1),
    (f"{MIN} / -1", float(2**63)),
    ('"99999999999999999999" / 2', 5e19),
    ("1 / 0", math.inf),
    ("-1 / 0", -math.inf),
    ("1 / -0.0", -math.inf),
    ("0 / 0", math.nan),
    ("5 / null", math.inf),
    ("(0 / 0) / 0", math.nan),
    ("true / 1", TYPE),
    ("7 % -3", 1),
    ("-7 mod 3", -1),
    (f"{MIN} % -1", 0),
    ("1 % 0", ARITHMETIC),
    ("1 % null", ARITHMETIC),
    ("1.0 % 0", math.nan),
    ("5 % 0.0", math.nan),
    ("-7.5 % 2", -1.5),
    ('7 % "2.0"', 1.0),
    ("-null", 0),
    ('-""', 0),
    ('-"5"', -5),
    ("-0.0", -0.0),
    ("- -1", 1),
    ("-true", TYPE),
    ('-"abc"', TYPE),
    ("null <= null", True),
    ("null < null", False),
    ("null >= 1", False),
    ("1 > null", False),
    ("1 < 1.5", True),
    ('"9.5" < 10', TYPE),
    ('"9.5" < 10.0', True),
    ('"a" < "b"', True),
    ('"Z" < "a"', True),
    ("false < true", True),
    ('true < "u"', True),
    ("true < 1", TYPE),
    ('"abc" > 1', TYPE),
    ("0 / 0 < 1", False),
    ("0 / 0 == 0 / 0", False),
    ("0 / 0 != 0 / 0", True),
    ("-0.0 == 0.0", True),
    ("9007199254740993 == 9007199254740992.0", True),
    ("1 == 1.0", True),
    ('"1.0" == 1', TYPE),
    ('"1.0" == 1.0', True),
    ('"abc" == 1', TYPE),
    ("true == 1", TYPE),
    ('true == "TRUE"', True),
    ('"x" == false', True),
    ('"a" eq "A"', False),
    ("null != null", False),
    ("null ne 0", True),
    ("not null", True),
    ('!"no"', True),
    ("!1", TYPE),
    ("1 && true", TYPE),
    ("false && 1", False),
    ("true or 1", True),
    ('null or "true"', True),
    ("empty 0", False),
    ("empty false", False),
    ("empty empty null", False),
    ('not empty "x"', True),
    ("empty null == true", True),
    ("-2 * 3 + 4", -2),
    ("1 < 2 eq 3 > 2", True),
    ("true or false and false", True),
    ("1 + 2 == 3 ? 4 : 5", 4),
    ('(true ? 1 : "x") + 1', 2),
    ("1.0 ? 1 : 2", TYPE),
    ('"false" ? 1 : 2', 2),
    ("true ? 1 : (1 % 0)", 1),
    ("1 + 2 - 3 * 4 / 6 % 5", 1),
]


@pytest.mark.parametrize(("expression", "expected"), CASES)
def test_operator(expression, expected):
    got = value_of(f"${{{expression}}}")

    assert same(got, expected), got


@pytest.mark.parametrize(("expression", "expected"), CASES)
def test_operator_on_variables_as_on_literals(expression, expected):
    """What is worked out beforehand must be what would be worked out at run time."""
    operands = {"user.t": True, "user.one": 1}
    got = value_of(f"${{user.t ? ({expression}) : user.one}}", operands)

    assert same(got, expected), got


OPERANDS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.sampled_from(["", "5", "-2", "1.5", "true", "abc", "9" * 19]),
)


@given(OPERANDS, st.sampled_from(list(BINARY)), OPERANDS)
def test_quick_paths_agree_with_the_operators(left, operator, right):
    got = value_of(
        f"${{user.left {operator} user.right}}", {"user.left": left, "user.right": right}
    )

    try:
        expected = BINARY[operator](left, right)
    except ValueError as error:
        expected = {"$error": error.kind}
    assert same(got, expected)
