"""Keywords as plain data, and what choosing among them gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FORMAT_OF_NAME = {
    "starts": "{}%",
    "ends": "%{}",
    "contains": "%{}%",
    "catch_all": "%",
}


class Match(StrEnum):
    """How a text is compared with a keyword, in the order in which they are tried."""

    EXACTLY = "exactly"
    STARTS = "starts"
    ENDS = "ends"
    CONTAINS = "contains"
    REGEX = "regex"
    CATCH_ALL = "catch_all"


class Kind(StrEnum):
    """What a keyword is for."""

    CAMPAIGN = "campaign"
    STOP = "stop"
    STOP_ALL = "stop_all"
    HELP = "help"
    OPT_IN = "opt_in"
    CATCH_ALL = "catch_all"


class Interrupts(StrEnum):
    """When a keyword goes before a waiting session."""

    NEVER = "never"
    EXACT = "exact"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class KeywordRule:
    """A keyword of one routing code.

    ``captures`` pairs a group of a regular expression with what it fills: ``keyword``, ``message``
    or ``session.`` and a name. Of two keywords the older has the smaller ``created``.
    """

    id: str
    text: str
    match: str
    service_id: str
    service_live: bool = True
    whole_words: bool = True
    priority: int = 100
    kind: str = Kind.CAMPAIGN
    interrupts: str = Interrupts.NEVER
    captures: tuple[tuple[int, str], ...] = ()
    description: str = ""
    enabled: bool = True
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    created: int = 0

    @property
    def name(self) -> str:
        """Return the keyword as configured, with its % marks."""
        return FORMAT_OF_NAME.get(self.match, "{}").format(self.text)

    @property
    def order(self) -> tuple[bool, int, int, int, int, str]:
        """Return what decides which of two fitting keywords goes first."""
        return (
            self.match == Match.CATCH_ALL,
            self.priority,
            _RANK[self.match],
            -len(self.text),
            self.created,
            self.id,
        )


_RANK = {match.value: rank for rank, match in enumerate(Match)}


@dataclass(frozen=True, slots=True)
class Note:
    """A keyword that was passed over, and why."""

    rule: KeywordRule
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The keyword that fits a text best.

    ``keyword`` is the keyword as identified, ``None`` where there is none; ``message`` the text a
    regular expression cut out for the service; ``variables`` the session variables it filled.
    """

    rule: KeywordRule
    span: tuple[int, int]
    keyword: str | None = None
    message: str | None = None
    variables: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """Return the keyword as configured, with its % marks."""
        return self.rule.name


@dataclass(frozen=True, slots=True)
class Decision:
    """The choice, if any keyword fits, and the keywords passed over before it came to that."""

    choice: Choice | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of one keyword when a text was routed; ``reason`` is a stable code."""

    rule: KeywordRule
    reason: str
    span: tuple[int, int] | None = None
    keyword: str | None = None
    message: str | None = None
    variables: tuple[tuple[str, str], ...] = ()

    @property
    def is_chosen(self) -> bool:
        """Say whether this keyword won."""
        return self.reason == "chosen"

    @property
    def matched(self) -> bool:
        """Say whether the text fits, whatever then spoke against the keyword."""
        return self.span is not None

    @property
    def words(self) -> str:
        """Say the reason for people."""
        return REASONS[self.reason]


REASONS = {
    "chosen": "fits and is chosen",
    "outranked": "fits, but another keyword goes first",
    "no_match": "does not fit the text",
    "not_whole_word": "is found only inside a longer word",
    "disabled": "is disabled",
    "not_yet": "is not valid yet",
    "over": "is no longer valid",
    "service_disabled": "fits, but its service is not live",
    "timeout": "the regular expression took too long",
    "set_aside": "the regular expression took too long three times and sits out this batch",
    "broken": "the regular expression is faulty",
}


def parse_captures(stored: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
    """Read captures as stored: the number of a group as text, and what it fills."""
    return tuple(sorted((int(group), target) for group, target in stored.items()))
