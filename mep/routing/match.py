"""Which keyword fits a text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from mep.routing.compare import ReadyKeyword, make_ready, try_keyword
from mep.routing.guard import guard_word
from mep.routing.heard import Heard, strip_closing
from mep.routing.patterns import PatternBudget
from mep.routing.rules import (
    Choice,
    Decision,
    Explanation,
    Interrupts,
    KeywordRule,
    Kind,
    Match,
    Note,
)

SEPARATORS = " ,.:;-\t\r\n"
_ALWAYS_HEARD = frozenset({Kind.STOP, Kind.STOP_ALL, Kind.HELP})
_ALWAYS_HEARD_WORDS = frozenset({"stop", "stop_all", "help"})
_PASSED_OVER = frozenset({"service_disabled", "timeout", "set_aside", "broken"})


class Matcher:
    """The keywords of one routing code, made ready once for many texts.

    An index finds the few keywords that can fit; those are then tried in their order.
    """

    def __init__(self, rules: Iterable[KeywordRule]) -> None:
        self._ready = [make_ready(rule) for rule in sorted(rules, key=_order)]
        self._index = _Index(self._ready)

    def choose(
        self, text: str, now: datetime, budget: PatternBudget | None = None
    ) -> Choice | None:
        """Find the keyword that fits best, if any."""
        return self.decide(text, now, budget).choice

    def decide(self, text: str, now: datetime, budget: PatternBudget | None = None) -> Decision:
        """Choose, and note what was passed over; give one budget to all texts of a batch."""
        heard, budget = Heard(text), budget or PatternBudget()
        budget.begin_event()
        notes: list[Note] = []
        for place in self._index.candidates(heard):
            found = try_keyword(self._ready[place], heard, now, budget)
            if found.is_chosen:
                return Decision(_choice(found), tuple(notes))
            if found.reason in _PASSED_OVER:
                notes.append(Note(found.rule, found.reason))
        return Decision(None, tuple(notes))

    def explain(self, text: str, now: datetime) -> tuple[Explanation, ...]:
        """Tell of every keyword, in the order tried, whether it fits and what spoke against it."""
        heard, budget = Heard(text), PatternBudget()
        budget.begin_event()
        found = [try_keyword(ready, heard, now, budget) for ready in self._ready]
        winner = next((each for each in found if each.is_chosen), None)
        return tuple(
            replace(each, reason="outranked") if each.is_chosen and each is not winner else each
            for each in found
        )


class _Index:
    """Which keywords can fit a text, by the text's beginning, end or whole."""

    def __init__(self, ready: Sequence[ReadyKeyword]) -> None:
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._starts: dict[str, list[int]] = defaultdict(list)
        self._ends: dict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        by_match = {
            Match.EXACTLY: self._whole,
            Match.STARTS: self._starts,
            Match.ENDS: self._ends,
        }
        for place, each in enumerate(ready):
            if not each.rule.enabled:
                continue
            table = by_match.get(Match(each.rule.match))
            (self._always if table is None else table[each.folded]).append(place)
        self._start_lengths = sorted({len(folded) for folded in self._starts})
        self._end_lengths = sorted({len(folded) for folded in self._ends})

    def candidates(self, heard: Heard) -> list[int]:
        """List the places of the keywords worth trying, in order."""
        places = set(self._always)
        for form in {heard.trimmed, heard.raw, heard.bare}:
            places.update(self._whole.get(form, ()))
        for form in {heard.trimmed, heard.raw} if self._start_lengths else ():
            for length in self._start_lengths:
                places.update(self._starts.get(form[:length], ()))
        for form in self._endings(heard) if self._end_lengths else ():
            for length in self._end_lengths:
                places.update(self._ends.get(form[-length:], ()))
        return sorted(places)

    def _endings(self, heard: Heard) -> set[str]:
        return {
            heard.trimmed,
            heard.raw,
            strip_closing(heard.trimmed),
            strip_closing(heard.trimmed).rstrip(),
            strip_closing(heard.raw),
        }


def choose(rules: Iterable[KeywordRule], text: str, now: datetime) -> Choice | None:
    """Find the keyword that fits a text best, if any."""
    return Matcher(rules).choose(text, now)


def explain(rules: Iterable[KeywordRule], text: str, now: datetime) -> tuple[Explanation, ...]:
    """Tell of every keyword, in the order tried, whether it fits and what spoke against it."""
    return Matcher(rules).explain(text, now)


def interrupts(choice: Choice | None, text: str) -> bool:
    """Say whether a keyword goes before a waiting session.

    The words STOP and HELP do so whatever the keyword says, lest somebody is trapped in a dialogue.
    """
    if choice is None or choice.rule.match == Match.CATCH_ALL:
        return False
    rule = choice.rule
    if rule.interrupts == Interrupts.ALWAYS:
        return True
    if rule.match != Match.EXACTLY:
        return False
    is_always_heard = rule.kind in _ALWAYS_HEARD or guard_word(text) in _ALWAYS_HEARD_WORDS
    return is_always_heard or rule.interrupts == Interrupts.EXACT


def remove_keyword(text: str, choice: Choice) -> str:
    """Cut the keyword and the separators at the cut out of a text.

    A regular expression leaves what it captured as the message, if anything; a catch-all leaves
    the text as it was.
    """
    start, end = choice.span
    match choice.rule.match:
        case Match.EXACTLY:
            return ""
        case Match.STARTS:
            return text[end:].lstrip(SEPARATORS).strip()
        case Match.ENDS:
            return text[:start].rstrip(SEPARATORS).strip()
        case Match.CONTAINS:
            return _close_gap(text[:start], text[end:])
    return text if choice.message is None else choice.message


def _close_gap(before: str, after: str) -> str:
    after = after.lstrip(SEPARATORS)
    return (before + after if after else before.rstrip(SEPARATORS)).strip()


def _order(rule: KeywordRule) -> tuple[bool, int, int, int, int, str]:
    return rule.order


def _choice(found: Explanation) -> Choice:
    span = found.span or (0, 0)
    return Choice(found.rule, span, found.keyword, found.message, found.variables)
