import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.text.gsm import is_gsm
from flows.text.smart_encoding import REPLACEMENTS, encode_smartly, suggest_replacements


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("it’s “fine” – really…", 'it\'s "fine" - really...'),
        ("a\u00a0b\tc", "a b c"),
        ("• `x`", "* 'x'"),
        ("zero\u200bwidth", "zerowidth"),
        ("plain", "plain"),
    ],
)
def test_replaces_lookalikes(written, sent):
    assert encode_smartly(written) == sent


def test_leaves_a_text_that_would_not_fit_anyway():
    assert encode_smartly("it’s ğ") == "it’s ğ"


def test_suggests_for_those_it_knows():
    assert suggest_replacements(("’", "ğ", "…")) == {"’": "'", "…": "..."}


def test_every_replacement_fits_and_every_lookalike_does_not():
    assert all(is_gsm(replacement) for replacement in REPLACEMENTS.values())
    assert not any(is_gsm(character) for character in REPLACEMENTS)


@given(st.text())
def test_changes_nothing_or_makes_it_fit(text):
    result = encode_smartly(text)

    assert result == text or is_gsm(result)
