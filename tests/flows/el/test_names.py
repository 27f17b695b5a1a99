"""What variables may be called and hold."""

import pytest

from flows.el.names import (
    BUILT_INS,
    SCOPES,
    KeyRefused,
    ValueRefused,
    check_key,
    check_value,
    is_builtin,
)

REFUSED_KEYS = [
    ("user", "a b", "invalid character"),
    ("user", "a\n", "invalid character"),
    ("user", "é", "invalid character"),
    ("user", "a[0]", "invalid character"),
    ("user", ".a", "invalid character"),
    ("user", "a.", "invalid character"),
    ("user", "a..b", "invalid character"),
    ("user", "é" * 200, "invalid character"),
    ("user", "", "too short"),
    ("user", "k" * 101, "too long"),
    ("user", "Empty", "reserved word"),
    ("session", "a.DIV.b", "reserved word"),
    ("user", "ID", "built-in variable"),
    ("user", "identifiers.nick", "built-in variable"),
    ("request", "message.part.12.smsId", "built-in variable"),
    ("request", "mt.anything", "built-in variable"),
    ("request", "deliveryReport", "built-in variable"),
    ("service", "name", "built-in variable"),
    ("Session", "initialKeyword.x", "built-in variable"),
    ("system", "mine", "built-in variable"),
]
ALLOWED_KEYS = ["k", "K" * 100, "my-count", "a.1.b_c", "-", "notes", "identifiers", "name"]
PLAIN = ["", "Zoë", "a\tb\r\nc", "😀", "\u200b"]
REFUSED_VALUES = ["\x00", "\x1f", "\x7f", "\x85", "\ud800", "\ufdd0", "\uffff", "\U0001fffe"]


@pytest.mark.parametrize(("scope", "key", "reason"), REFUSED_KEYS)
def test_refuses_a_key(scope, key, reason):
    with pytest.raises(KeyRefused) as refused:
        check_key(scope, key)

    assert refused.value.reason == str(refused.value) == reason


@pytest.mark.parametrize("key", ALLOWED_KEYS)
def test_takes_a_key(key):
    assert check_key("user", key) == key


@pytest.mark.parametrize("built_in", BUILT_INS, ids=lambda built_in: built_in.name)
def test_every_built_in_is_known_in_any_letter_case(built_in):
    scope, _, key = built_in.name.replace("[n]", ".3").partition(".")

    assert scope in SCOPES
    assert is_builtin(scope, key)
    assert is_builtin(scope.upper(), key.upper())
    assert built_in.help.endswith(".")


@pytest.mark.parametrize("value", PLAIN)
def test_takes_any_text(value):
    assert check_value(value, max_length=10) == value


@pytest.mark.parametrize("value", REFUSED_VALUES)
def test_refuses_what_is_no_text(value):
    with pytest.raises(ValueRefused, match="invalid character"):
        check_value(f"a{value}", max_length=10)


def test_takes_only_ascii_if_the_account_says_so():
    assert check_value("a\t~", max_length=3, ascii_only=True) == "a\t~"
    with pytest.raises(ValueRefused, match="invalid character"):
        check_value("Zoë", max_length=1, ascii_only=True)


def test_refuses_a_long_value_after_its_characters():
    with pytest.raises(ValueRefused, match="too long"):
        check_value("abcd", max_length=3)
