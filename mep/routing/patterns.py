"""Regular expressions as keywords: how long they may take."""

import time
from collections import Counter

from flows.text.patterns import Match, Pattern, PatternTimeout, compile_pattern

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
