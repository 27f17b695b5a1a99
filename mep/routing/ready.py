"""Routing codes with their keywords, ready for many messages."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mep.base import bulk
from mep.routing.match import Matcher
from mep.routing.rules import KeywordRule, Kind, parse_captures


@dataclass(frozen=True, slots=True)
class ReadyCode:
    """One enabled routing code.

    ``answers_stop`` and ``answers_help`` say whether keywords of that kind do.
    """

    id: int
    code: str
    guard: bool
    matcher: Matcher
    answers_stop: bool
    answers_help: bool


CODE_ROWS = """
    SELECT account_id, lower(code), id, code, guard FROM routing_routingcode
    WHERE enabled AND account_id = ANY(%s) AND lower(code) = ANY(%s)
"""
KEYWORD_ROWS = """
    SELECT k.routing_code_id, k.public_id, k.text, k.match, s.public_id, s.status = 'live',
           k.whole_words, k.priority, k.kind, k.interrupts, k.captures::text, k.description,
           k.enabled, k.valid_from, k.valid_until, k.id
    FROM routing_keyword k JOIN flows_service s ON s.id = k.service_id
    WHERE k.enabled AND k.routing_code_id = ANY(%s) ORDER BY k.id
"""
MAX_READY = 1_000

_ready: dict[int, tuple[tuple[Any, ...], ReadyCode]] = {}


def find_codes(wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], ReadyCode]:
    """Return the enabled routing codes by account and name, letter case aside.

    Two queries; the keywords are made ready anew only when they, or their services, have changed.
    """
    keys = {(account_id, code.lower()) for account_id, code in wanted}
    rows = bulk.fetch(CODE_ROWS, [list({key[0] for key in keys}), list({key[1] for key in keys})])
    by_code: dict[int, list[tuple[Any, ...]]] = {row[2]: [] for row in rows}
    for row in bulk.fetch(KEYWORD_ROWS, [list(by_code)]):
        by_code[row[0]].append(row)
    return {
        (row[0], row[1]): _make_ready(row, tuple(by_code[row[2]]))
        for row in rows
        if (row[0], row[1]) in keys
    }


def _make_ready(code: tuple[Any, ...], keywords: tuple[Any, ...]) -> ReadyCode:
    seen = (code, keywords)
    known = _ready.get(code[2])
    if known and known[0] == seen:
        return known[1]
    rules = [rule_of(row) for row in keywords]
    kinds = {rule.kind for rule in rules if rule.service_live}
    ready = ReadyCode(
        id=code[2],
        code=code[3],
        guard=code[4],
        matcher=Matcher(rules),
        answers_stop=bool(kinds & {Kind.STOP, Kind.STOP_ALL}),
        answers_help=Kind.HELP in kinds,
    )
    while len(_ready) >= MAX_READY:
        _ready.pop(next(iter(_ready)))
    _ready[code[2]] = (seen, ready)
    return ready


def rule_of(row: tuple[Any, ...]) -> KeywordRule:
    """Read one row of keywords."""
    return KeywordRule(
        id=row[1],
        text=row[2],
        match=row[3],
        service_id=row[4],
        service_live=row[5],
        whole_words=row[6],
        priority=row[7],
        kind=row[8],
        interrupts=row[9],
        captures=parse_captures(json.loads(row[10])),
        description=row[11],
        enabled=row[12],
        valid_from=row[13],
        valid_until=row[14],
        created=row[15],
    )
