import pytest
from hypothesis import given
from hypothesis import strategies as st

from mep.routing.guard import guard_word


@pytest.mark.parametrize("text", ["STOP", "stop", "Unsubscribe", "CANCEL", "end", "Quit"])
def test_leaves_one_code(text):
    assert guard_word(text) == "stop"


@pytest.mark.parametrize("text", ["STOPALL", "Stop All", "stop   all", "STOP\nALL"])
def test_leaves_all_codes(text):
    assert guard_word(text) == "stop_all"


@pytest.mark.parametrize(
    ("text", "word"), [("START", "start"), ("unstop", "start"), ("HELP", "help"), ("info?", "help")]
)
def test_returns_or_asks_for_help(text, word):
    assert guard_word(text) == word


@pytest.mark.parametrize("text", [" Stop. ", "'STOP'", "“stop!”", "STOP...", "(stop)", "¡stop!"])
def test_punctuation_around_the_word_is_ignored(text):
    assert guard_word(text) == "stop"


@pytest.mark.parametrize(
    "text", ["stop please", "don't stop", "stopp", "st.op", "", "YES", "stop, all", "STOP" * 100]
)
def test_only_the_word_alone_counts(text):
    assert guard_word(text) is None


@given(st.text())
def test_any_text_is_one_of_the_words_or_none(text):
    assert guard_word(text) in {None, "stop", "stop_all", "start", "help"}
