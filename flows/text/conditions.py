"""What a text can be tested for.

Every test of words becomes a regular expression that the whole text must match, so that a branch
and a waiting session, which only keeps such expressions, judge alike.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from flows.text.answers import read_decimal
from flows.text.patterns import CACHED_PATTERNS, compile_pattern

WordTest = Literal["any_of", "starts_with", "first_word", "contains_word", "contains_phrase"]
Groups = tuple[str | None, ...]

NEVER = "(?!)"
_OPENING = r"[\s\"'“‘«(\[¡¿]*"
_CLOSING = r"[\s.,!?;:…\"'”’»)\]]*"
_IN_WORD = r"[\p{L}\p{N}\p{M}_]"
_WORD_BEGINS, _WORD_ENDS = rf"(?<!{_IN_WORD})", rf"(?!{_IN_WORD})"
_FRAMES: dict[str, tuple[str, str]] = {
    "any_of": (_OPENING, _CLOSING),
    "starts_with": (r"\s*", ".*"),
    "first_word": (_OPENING, rf"{_WORD_ENDS}.*"),
    "contains_word": (rf".*{_WORD_BEGINS}", rf"{_WORD_ENDS}.*"),
    "contains_phrase": (".*", ".*"),
}
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@lru_cache(maxsize=CACHED_PATTERNS)
def word_pattern(test: WordTest, words: tuple[str, ...], ignore_case: bool = True) -> str:
    """Write the regular expression of a test of words, any of which will do; blank ones never."""
    literals = [_literal(word) for word in words if word.strip()]
    if not literals:
        return NEVER
    before, after = _FRAMES[test]
    return with_flags(f"{before}(?:{'|'.join(literals)}){after}", ignore_case)


def with_flags(pattern: str, ignore_case: bool) -> str:
    """Let a regular expression span lines and, if wished, ignore case in every alphabet."""
    return f"(?isu){pattern}" if ignore_case else f"(?s){pattern}"


def find_groups(pattern: str, text: str) -> Groups | None:
    """Return the capture groups if the whole text, ends trimmed, matches."""
    match = compile_pattern(pattern).full_match(text.strip())
    return tuple(match.groups()) if match else None


def is_between(number: float, minimum: float | None, maximum: float | None) -> bool:
    """Say whether a number lies within limits, either of which may be open."""
    return (minimum is None or minimum <= number) and (maximum is None or number <= maximum)


def compare(left: str | None, right: str, *, ignore_case: bool = True) -> int | None:
    """Return -1, 0 or 1; as numbers if both are written as such, else as text.

    Null equals the empty text and is neither less nor more than any other: then there is no answer.
    """
    if left is None:
        return None if right.strip() else 0
    first, second = read_decimal(left), read_decimal(right)
    if first is not None and second is not None:
        return (first > second) - (first < second)
    one, other = _fold(left, ignore_case), _fold(right, ignore_case)
    return (one > other) - (one < other)


COMPARISONS: dict[str, Callable[[int | None], bool]] = {
    "equal": lambda order: order == 0,
    "not_equal": lambda order: order != 0,
    "less": lambda order: order == -1,
    "at_most": lambda order: order in (-1, 0),
    "more": lambda order: order == 1,
    "at_least": lambda order: order in (0, 1),
}


def _literal(words: str) -> str:
    """Write words so that they stand for themselves and any white space may part them."""
    return r"\s+".join(_PUNCTUATION.sub(r"\\\1", word) for word in words.split())


def _fold(text: str, ignore_case: bool) -> str:
    return text.strip().casefold() if ignore_case else text.strip()
