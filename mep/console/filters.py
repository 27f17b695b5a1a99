"""What a console is narrowed to, as conditions on messages, steps and events."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from mep.base.ids import parse_id

CHOICES = ("direction", "type", "code", "service", "collection", "keyword", "status", "source",
           "network")  # fmt: skip
OF_MESSAGES_ONLY = frozenset({"direction", "type", "code", "keyword", "source", "network"})
TEXTS = ("number", "text")
MAX_VALUES = 50
MAX_CHARACTERS = 200
PROBLEMS = ("unrouted", "blocked", "failed", "rejected", "expired", "deleted", "unsure", "not_sent")
EVENT_STATUSES = {"refused": 2, "dropped": 3, "dead": 4}
HIGHEST_ID = 2**63 - 1

MESSAGE_COLUMNS = {
    "service": "service__public_id",
    "collection": "service__collection__public_id",
}
STEP_STATUSES = {
    "failed": Q(ended="failed") | Q(ended="") & ~Q(error=""),
    "ended": ~Q(ended__in=("", "failed")),
    "left": Q(ended="", error="") & (~Q(outcome="") | Q(handler="start")),
    "waiting": Q(ended="", error="", outcome="") & ~Q(handler="start"),
}
NOTHING = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Filters:
    """Wanted values by name; ``steps`` says whether visited handlers are wanted too."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    search: str = ""
    problems: bool = False
    steps: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether anything but steps is left out."""
        return bool(self.chosen or self.search or self.problems)

    def wants_only_messages(self) -> bool:
        """Whether a filter is set that only messages can pass."""
        return not OF_MESSAGES_ONLY.isdisjoint(self.chosen)


def parse_filters(sent: object) -> Filters:
    """Read what a browser sent; whatever is none of our filters is left aside."""
    if not isinstance(sent, Mapping):
        return Filters()
    named = ((name, _values(sent.get(name))) for name in (*CHOICES, *TEXTS))
    return Filters(
        chosen={name: values for name, values in named if values},
        search=next(iter(_values(sent.get("q"))), "").strip(),
        problems=_is_on(sent.get("problems")),
        steps=_is_on(sent.get("steps")),
    )


def _values(sent: object) -> tuple[str, ...]:
    values: Iterable[object] = sent if isinstance(sent, list | tuple) else [sent]
    texts = [value for value in values if isinstance(value, str) and _is_clean(value)]
    return tuple(texts[:MAX_VALUES])


def _is_clean(value: str) -> bool:
    return 0 < len(value) <= MAX_CHARACTERS and "\0" not in value and value.isprintable()


def _is_on(sent: object) -> bool:
    return sent is True or "1" in _values(sent)


def of_messages(filters: Filters, sees_numbers: bool) -> Q:
    """Give the condition on messages."""
    found = Q()
    for name in CHOICES:
        if values := filters.chosen.get(name):
            found &= Q(**{f"{MESSAGE_COLUMNS.get(name, name)}__in": values})
    found &= _number("number", filters, sees_numbers)
    found &= _any_contains(("text",), filters.chosen.get("text", ()))
    if filters.problems:
        found &= Q(status__in=PROBLEMS)
    if filters.search:
        numbers = ("number",) if sees_numbers else ()
        wanted = _any_contains((*numbers, "text", "request_id", "external_id"), [filters.search])
        found &= wanted | _has_id(("id", "session_id", "end_user_id"), filters.search)
    return found


def of_steps(filters: Filters, sees_numbers: bool) -> Q:
    """Give the condition on visited handlers."""
    if filters.wants_only_messages():
        return NOTHING
    found = _of_services(filters, "service__public_id", "service__collection__public_id")
    if statuses := filters.chosen.get("status"):
        found &= reduce(or_, [STEP_STATUSES.get(each, NOTHING) for each in statuses])
    found &= _number("session__end_user__msisdn", filters, sees_numbers)
    found &= _says(("error",), filters.chosen.get("text", ()), sees_numbers)
    if filters.problems:
        found &= ~Q(error="") | Q(ended="failed") | Q(outcome="failed")
    if filters.search:
        wanted = _says(("error", "session__request_id"), [filters.search], sees_numbers)
        found &= wanted | _has_id(("session_id",), filters.search)
    return found


def of_events(filters: Filters, sees_numbers: bool) -> Q:
    """Give the condition on events that nothing took; each of them is a problem."""
    if filters.wants_only_messages() or "collection" in filters.chosen:
        return NOTHING
    found = Q()
    if services := filters.chosen.get("service"):
        found &= Q(kind="invoke", target__in=services)
    if statuses := filters.chosen.get("status"):
        found &= Q(status__in=[EVENT_STATUSES[each] for each in statuses if each in EVENT_STATUSES])
    found &= _number("end_user__msisdn", filters, sees_numbers)
    found &= _says(("reason",), filters.chosen.get("text", ()), sees_numbers)
    if filters.search:
        found &= _says(("reason", "target", "request_id"), [filters.search], sees_numbers)
    return found


def _says(columns: Iterable[str], values: Iterable[str], sees_numbers: bool) -> Q:
    """Look for texts in columns and in the JSON of ``data``, which may hold numbers."""
    found = _any_contains(columns, values)
    if not sees_numbers:
        return found
    return found | _any_contains(("data",), (json.dumps(value)[1:-1] for value in values))


def _of_services(filters: Filters, service: str, collection: str) -> Q:
    found = Q()
    if services := filters.chosen.get("service"):
        found &= Q(**{f"{service}__in": services})
    if collections := filters.chosen.get("collection"):
        found &= Q(**{f"{collection}__in": collections})
    return found


def _number(column: str, filters: Filters, sees_numbers: bool) -> Q:
    """Look for part of a number; whoever may not see numbers must know it in full."""
    values = filters.chosen.get("number", ())
    if sees_numbers:
        return _any_contains((column,), values)
    return Q(**{f"{column}__in": values}) if values else Q()


def _any_contains(columns: Iterable[str], values: Iterable[str]) -> Q:
    conditions = [Q(**{f"{column}__icontains": value}) for value in values for column in columns]
    return reduce(or_, conditions) if conditions else Q()


def _has_id(columns: Iterable[str], text: str) -> Q:
    """Look for a whole id, since ids are stored as numbers."""
    public_id: Any = parse_id(text)
    number = int(public_id, 16) if public_id else 0
    if not 0 < number <= HIGHEST_ID:
        return NOTHING
    return reduce(or_, [Q(**{column: number}) for column in columns])
