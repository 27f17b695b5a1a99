"""Whether one keyword fits a text, and what it takes out of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flows.text import patterns as text_patterns
from flows.text.patterns import Pattern, PatternError, PatternTimeout
from mep.routing.heard import Heard, collapse, fold, is_in_word, strip_closing
from mep.routing.patterns import PatternBudget, SetAside, compile_keyword
from mep.routing.rules import Explanation, KeywordRule, Kind, Match

_FORGIVING = frozenset({Kind.STOP, Kind.STOP_ALL, Kind.HELP, Kind.OPT_IN})


@dataclass(frozen=True, slots=True)
class ReadyKeyword:
    """A keyword made ready to be compared."""

    rule: KeywordRule
    folded: str
    is_raw: bool
    pattern: Pattern | None


@dataclass(frozen=True, slots=True)
class _Fit:
    """Where a keyword fits."""

    span: tuple[int, int]
    found: text_patterns.Match | None = None


def make_ready(rule: KeywordRule) -> ReadyKeyword:
    """Do once what does not depend on the text."""
    folded = fold(rule.text)
    is_raw = folded != folded.strip(" ")
    if rule.match == Match.REGEX:
        return ReadyKeyword(rule, "", False, _compile(rule))
    return ReadyKeyword(rule, folded if is_raw else collapse(folded), is_raw, None)


def _compile(rule: KeywordRule) -> Pattern | None:
    try:
        return compile_keyword(rule.text)
    except PatternError:
        return None


def try_keyword(
    ready: ReadyKeyword, heard: Heard, now: datetime, budget: PatternBudget
) -> Explanation:
    """Say what becomes of one keyword, others left out of account."""
    rule = ready.rule
    reason = _find_obstacle(rule, now)
    if reason:
        return Explanation(rule, reason)
    fit = _compare(ready, heard, budget)
    if isinstance(fit, str):
        return Explanation(rule, fit)
    return _fill(ready, fit, "chosen" if rule.service_live else "service_disabled")


def _find_obstacle(rule: KeywordRule, now: datetime) -> str:
    if not rule.enabled:
        return "disabled"
    if rule.valid_from and now < rule.valid_from:
        return "not_yet"
    return "over" if rule.valid_until and now >= rule.valid_until else ""


def _compare(ready: ReadyKeyword, heard: Heard, budget: PatternBudget) -> _Fit | str:
    """Find where a keyword fits, or say why it does not."""
    rule = ready.rule
    if rule.match == Match.CATCH_ALL:
        return _Fit((0, 0))
    if rule.match == Match.REGEX:
        return _compare_pattern(ready, heard, budget)
    if not ready.folded:
        return "no_match"
    if rule.match == Match.EXACTLY:
        return _compare_whole(ready, heard)
    return _compare_words(ready, heard)


def _compare_whole(ready: ReadyKeyword, heard: Heard) -> _Fit | str:
    form = heard.form(ready.is_raw)
    is_forgiving = ready.rule.kind in _FORGIVING
    if form == ready.folded or (is_forgiving and heard.bare == ready.folded):
        return _Fit(heard.find_original(0, len(form), ready.is_raw))
    return "no_match"


def _compare_words(ready: ReadyKeyword, heard: Heard) -> _Fit | str:
    form = heard.form(ready.is_raw)
    reason = "no_match"
    for start in _places(ready, form):
        end = start + len(ready.folded)
        if not ready.rule.whole_words or _is_whole(ready.rule.match, form, start, end):
            return _Fit(heard.find_original(start, end, ready.is_raw))
        reason = "not_whole_word"
    return reason


def _places(ready: ReadyKeyword, form: str) -> Iterator[int]:
    """Give every place in a form where the keyword stands as it should."""
    folded = ready.folded
    if ready.rule.match == Match.STARTS:
        yield from (0,) if form.startswith(folded) else ()
    elif ready.rule.match == Match.ENDS:
        for ending in _endings(ready, form):
            if ending.endswith(folded):
                yield len(ending) - len(folded)
    else:
        start = form.find(folded)
        while start >= 0:
            yield start
            start = form.find(folded, start + 1)


def _endings(ready: ReadyKeyword, form: str) -> tuple[str, ...]:
    """Return a form, and without the closing punctuation that whole words make unimportant."""
    if not ready.rule.whole_words:
        return (form,)
    closed = strip_closing(form)
    return (form, closed) if ready.is_raw else (form, closed, closed.rstrip())


def _is_whole(match: str, form: str, start: int, end: int) -> bool:
    is_open_before = match == Match.STARTS or not is_in_word(form, start - 1)
    is_open_after = match == Match.ENDS or not is_in_word(form, end)
    return is_open_before and is_open_after


def _compare_pattern(ready: ReadyKeyword, heard: Heard, budget: PatternBudget) -> _Fit | str:
    if ready.pattern is None:
        return "broken"
    trimmed = heard.text.strip()
    try:
        found = budget.full_match(ready.rule.id, ready.pattern, trimmed)
    except PatternTimeout:
        return "timeout"
    except SetAside:
        return "set_aside"
    if found is None:
        return "no_match"
    start = heard.text.index(trimmed)
    return _Fit((start, start + len(trimmed)), found)


def _fill(ready: ReadyKeyword, fit: _Fit, reason: str) -> Explanation:
    """Add what the text says for the keyword's fields."""
    rule = ready.rule
    if fit.found is None:
        keyword = None if rule.match == Match.CATCH_ALL else rule.text
        return Explanation(rule, reason, fit.span, keyword)
    filled = _captured(rule, fit.found)
    variables = tuple(
        (target.removeprefix("session."), value)
        for target, value in filled.items()
        if target.startswith("session.")
    )
    return Explanation(
        rule, reason, fit.span, filled.get("keyword"), filled.get("message"), variables
    )


def _captured(rule: KeywordRule, found: text_patterns.Match) -> dict[str, str]:
    """Read the groups that took part; of two for one field the later stays."""
    values = dict(enumerate(found.groups(), start=1))
    filled = ((target, values.get(group)) for group, target in rule.captures)
    return {target: value for target, value in filled if value is not None}
