"""Regular expressions as keywords: what may be saved, and how long they may take."""

import time
from collections import Counter
from collections.abc import Sequence

from flows.text.patterns import Match, Pattern, PatternError, PatternTimeout, compile_pattern

MAX_CHARACTERS = 500
MAX_GROUPS = 9
PATTERN_SECONDS = 0.05
EVENT_SECONDS = 0.1
MAX_TIMEOUTS = 3


class SetAside(Exception):
    """A keyword that took too long so often that it is left out of the batch."""


class PatternBudget:
    """The time regular expressions may take: one of them, those of an event, those of a batch."""

    def __init__(self) -> None:
        self._left = EVENT_SECONDS
        self._timeouts: Counter[str] = Counter()

    def begin_event(self) -> None:
        """Give the next event its full time."""
        self._left = EVENT_SECONDS

    def full_match(self, rule_id: str, pattern: Pattern, text: str) -> Match | None:
        """Match the whole text, within what time is left."""
        if self._timeouts[rule_id] >= MAX_TIMEOUTS:
            raise SetAside(rule_id)
        if self._left <= 0:
            raise PatternTimeout("other regular expressions took all the time")
        started = time.perf_counter()
        try:
            return pattern.full_match(text, min(PATTERN_SECONDS, self._left))
        except PatternTimeout:
            self._timeouts[rule_id] += 1
            raise
        finally:
            self._left -= time.perf_counter() - started


def compile_keyword(source: str) -> Pattern:
    """Read a keyword's regular expression; case does not matter, a dot fits a line break."""
    return compile_pattern(source, ignore_case=True, dot_all=True)


def check_pattern(source: str, captures: Sequence[tuple[int, str]] = ()) -> list[str]:
    """List what forbids saving a regular expression as a keyword."""
    if len(source) > MAX_CHARACTERS:
        return [f"the regular expression has more than {MAX_CHARACTERS} characters"]
    try:
        pattern = compile_keyword(source)
    except PatternError as error:
        return [f"the regular expression is faulty: {error}"]
    problems = []
    if pattern.groups > MAX_GROUPS:
        problems.append(f"the regular expression has more than {MAX_GROUPS} groups")
    if _fits_nothing(pattern):
        problems.append("the regular expression fits an empty message")
    missing = [group for group, _ in captures if not 1 <= group <= pattern.groups]
    return [*problems, *(f"the regular expression has no group {group}" for group in missing)]


def _fits_nothing(pattern: Pattern) -> bool:
    try:
        return pattern.full_match("", PATTERN_SECONDS) is not None
    except PatternTimeout:
        return False
