"""Conversions between the types."""

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.el.errors import ElError
from flows.el.values import to_boolean, to_float, to_integer, to_text, type_name
from tests.flows.el.environments import fault_of

TEXTS = [
    (None, ""),
    (True, "true"),
    (False, "false"),
    (-4, "-4"),
    (2.0, "2.0"),
    (-0.0, "-0.0"),
    (0.001, "0.001"),
    (0.00099, "9.9E-4"),
    (9999999.0, "9999999.0"),
    (1e7, "1.0E7"),
    (12345678.9, "1.23456789E7"),
    (1e21, "1.0E21"),
    (1e23, "1.0E23"),
    (-1.5e-10, "-1.5E-10"),
    (5e-324, "4.9E-324"),
    (1.7976931348623157e308, "1.7976931348623157E308"),
    (math.inf, "Infinity"),
    (-math.inf, "-Infinity"),
    (math.nan, "NaN"),
]
NOT_INTEGERS = ["abc", "1.5", "1e3", " 5", "5 ", "0x10", "1_000", "+", "+-5", "٣", "--5", "5L"]
NOT_FLOATS = ["abc", " 1.5", "1.5 ", "NaN", "Infinity", "0x1p3", "1.5f", "1_0.0", ".", "e5", "1e"]
INTEGERS = [(None, 0), ("", 0), ("+5", 5), ("-05", -5), (2.9, 2), (-2.9, -2), ("0" * 5000, 0)]
FLOATS = [(None, 0.0), ("", 0.0), ("+.5", 0.5), ("1.", 1.0), ("1e3", 1000.0), (3, 3.0)]
BOOLEANS = [(None, False), ("", False), ("TRUE", True), ("tRue", True), ("yes", False)]
TOO_LARGE = [1e19, math.inf, math.nan, 2**63]


def kind_of_fault(convert, value):
    with pytest.raises(ElError) as refused:
        convert(value)
    return refused.value.kind


@pytest.mark.parametrize(("value", "text"), TEXTS)
def test_writes_values_as_java_does(value, text):
    assert to_text(value) == text


@pytest.mark.parametrize(("value", "number"), INTEGERS)
def test_reads_integers(value, number):
    assert to_integer(value) == number


@pytest.mark.parametrize(("value", "number"), FLOATS)
def test_reads_floats(value, number):
    assert to_float(value) == number


@pytest.mark.parametrize(("value", "truth"), BOOLEANS)
def test_reads_booleans(value, truth):
    assert to_boolean(value) is truth


@pytest.mark.parametrize("text", [*NOT_INTEGERS, "9223372036854775808", "9" * 5000, True])
def test_refuses_what_is_no_integer(text):
    assert kind_of_fault(to_integer, text) == "type"


@pytest.mark.parametrize("text", [*NOT_FLOATS, "1" * 60_000 + "e", True])
def test_refuses_what_is_no_float(text):
    assert kind_of_fault(to_float, text) == "type"


@pytest.mark.parametrize("number", [0, 1, 0.0, 2.5])
def test_refuses_numbers_as_booleans(number):
    assert kind_of_fault(to_boolean, number) == "type"


@pytest.mark.parametrize("number", TOO_LARGE)
def test_refuses_integers_beyond_64_bits(number):
    assert kind_of_fault(to_integer, number) == "arithmetic"


def test_names_the_types():
    names = [type_name(value) for value in (None, True, 1, 1.5, "")]

    assert names == ["null", "boolean", "integer", "float", "string"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_text_of_a_float_reads_back_as_the_same_float(number):
    text = to_text(number)

    assert struct.pack("d", to_float(text)) == struct.pack("d", number)
    assert "." in text
    assert ("E" in text) == (number != 0 and not 1e-3 <= abs(number) < 1e7)


@given(st.integers(-(2**63), 2**63 - 1))
def test_text_of_an_integer_reads_back_as_the_same_integer(number):
    assert to_integer(to_text(number)) == number


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()))
def test_every_value_converts_or_is_refused(value):
    for convert in (to_text, to_boolean, to_integer, to_float):
        fault = fault_of(convert, value)
        assert fault is None or fault.kind in {"type", "arithmetic"}
