"""The forms of a received text that keywords are compared with."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property

_SPACE = re.compile(r"\r\n|\s")
_CHARACTER = re.compile(r"\r\n|.", re.DOTALL)
_LAST_PUNCTUATION = 0x30FF
_QUOTES = "\"'`´‘’‚‛“”„‟«»‹›"
_CLOSING = ".,!?;:" + _QUOTES
_PUNCTUATION = _QUOTES + "".join(
    character
    for character in map(chr, range(_LAST_PUNCTUATION))
    if unicodedata.category(character).startswith("P")
)


def fold(text: str) -> str:
    """Drop differences of case, and make one space of every tab and line break."""
    return _SPACE.sub(" ", text).casefold()


def collapse(text: str) -> str:
    """Drop spaces at the ends and all but one of a run."""
    return " ".join(text.split())


def strip_punctuation(text: str) -> str:
    """Drop punctuation, quotes and spaces at the ends."""
    return text.strip(_PUNCTUATION + " ")


def strip_closing(text: str) -> str:
    """Drop closing punctuation and quotes at the end."""
    return text.rstrip(_CLOSING)


def is_in_word(text: str, position: int) -> bool:
    """Say whether a letter or digit, or a mark on one, stands at a position."""
    if not 0 <= position < len(text):
        return False
    character = text[position]
    return character.isalnum() or unicodedata.category(character).startswith("M")


class Heard:
    """A received text in the forms keywords ask for, each made when first needed."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def raw(self) -> str:
        """The text without case, line breaks as spaces."""
        return fold(self.text)

    @cached_property
    def trimmed(self) -> str:
        """The same without needless spaces."""
        return collapse(self.raw)

    @cached_property
    def bare(self) -> str:
        """The same without punctuation around it."""
        return strip_punctuation(self.trimmed)

    def form(self, is_raw: bool) -> str:
        """Return the form a keyword is compared with: raw if spaces at its edges count."""
        return self.raw if is_raw else self.trimmed

    def find_original(self, start: int, end: int, is_raw: bool) -> tuple[int, int]:
        """Find in the text as received what stands between two places of one of its forms."""
        origins = list(self._raw_origins() if is_raw else self._trimmed_origins())
        if start >= end:
            return (0, 0)
        return origins[start][0], origins[end - 1][1]

    def _raw_origins(self) -> Iterator[tuple[int, int]]:
        for found in _CHARACTER.finditer(self.text):
            for _ in fold(found.group()):
                yield found.span()

    def _trimmed_origins(self) -> Iterator[tuple[int, int]]:
        pending: tuple[int, int] | None = None
        begun = False
        for character, origin in zip(self.raw, self._raw_origins(), strict=True):
            if character == " ":
                pending = origin if begun else None
                continue
            if pending:
                yield pending
            yield origin
            pending, begun = None, True
