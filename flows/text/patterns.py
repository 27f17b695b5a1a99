"""Regular expressions as Java writes them, matched within a time limit."""

from dataclasses import dataclass
from functools import lru_cache

import regex

from flows.text.pattern_source import PatternError
from flows.text.pattern_syntax import Translator

__all__ = [
    "MAX_PATTERN_CHARACTERS",
    "TIMEOUT_SECONDS",
    "Match",
    "Pattern",
    "PatternError",
    "PatternTimeout",
    "compile_pattern",
]

MAX_PATTERN_CHARACTERS = 4_096
TIMEOUT_SECONDS = 0.1
CACHED_PATTERNS = 512

Match = regex.Match[str]


class PatternTimeout(Exception):
    """A match that was given up because it took too long."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression ready to be matched."""

    source: str
    groups: int
    compiled: regex.Pattern[str]

    def full_match(self, text: str, timeout_seconds: float = TIMEOUT_SECONDS) -> Match | None:
        """Match the whole text."""
        try:
            return self.compiled.fullmatch(text, timeout=timeout_seconds)
        except TimeoutError:
            raise PatternTimeout("the regular expression takes too long") from None

    def search(self, text: str, timeout_seconds: float = TIMEOUT_SECONDS) -> Match | None:
        """Find the first place in the text that matches."""
        try:
            return self.compiled.search(text, timeout=timeout_seconds)
        except TimeoutError:
            raise PatternTimeout("the regular expression takes too long") from None


@lru_cache(maxsize=CACHED_PATTERNS)
def compile_pattern(source: str, *, ignore_case: bool = False, dot_all: bool = False) -> Pattern:
    """Read a regular expression written for Java; case is ignored in ASCII letters only."""
    if len(source) > MAX_PATTERN_CHARACTERS:
        raise PatternError("the regular expression is too long", MAX_PATTERN_CHARACTERS)
    flags = frozenset("i" * ignore_case + "s" * dot_all)
    translated = Translator(source, flags).translate()
    try:
        compiled = regex.compile(translated, regex.V1 | regex.DOTALL, cache_pattern=False)
    except regex.error as error:
        reason = str(error).partition(" at position")[0]
        raise PatternError(f"not a regular expression: {reason}") from None
    return Pattern(source, compiled.groups, compiled)
