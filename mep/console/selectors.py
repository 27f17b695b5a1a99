"""The backlog: what an account's console has missed since a moment, or its last rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from flows import lines as flow_lines
from flows import selectors as flows
from flows.models import Event
from mep.accounts.models import User
from mep.console import filters as narrowing
from mep.console.filters import Filters
from mep.messaging import lines as message_lines
from mep.messaging import selectors as messages
from mep.messaging.viewers import Viewer, viewer_of

LAST_ROWS = 100
BACKLOG_ROWS = 500
KEPT_FOR = timedelta(hours=24)
"""How far back the console looks when it must search, or is asked to."""

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Backlog:
    """Lines, the earliest changed first; ``complete`` unless more of them wait."""

    lines: list[Line]
    now: datetime
    complete: bool

    def message(self) -> dict[str, Any]:
        """Give it as it goes to the browser."""
        now = self.now.isoformat()
        return {"type": "backlog", "lines": self.lines, "now": now, "complete": self.complete}


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of line: its rows, the column that says when they last changed, how they look."""

    rows: QuerySet[Any]
    moment: str
    show: Callable[[Sequence[Any]], list[Line]]

    def moments(self, since: datetime, limit: int) -> list[datetime]:
        """Return when the first rows changed that changed after a moment."""
        found = self._after(since).order_by(self.moment)
        return list(found.values_list(self.moment, flat=True)[:limit])

    def between(self, since: datetime, until: datetime) -> list[Line]:
        """Show what changed after one moment and not after another."""
        found = self._after(since).filter(**{f"{self.moment}__lte": until})
        return self.show(list(found.order_by(self.moment, "pk")))

    def last(self, limit: int) -> list[Line]:
        """Show what changed last."""
        return self.show(list(self.rows.order_by(f"-{self.moment}", "-pk")[:limit]))

    def _after(self, since: datetime) -> QuerySet[Any]:
        return self.rows.filter(**{f"{self.moment}__gt": since})


def backlog(
    user: User,
    since: datetime | None,
    filters: Filters | None = None,
    limit: int = BACKLOG_ROWS,
) -> Backlog:
    """Return what a login sees of what changed after a moment; without one, the last rows.

    Lines that changed at the same moment are never parted, so that asking again from the last
    line's moment goes on where this ended; there may be more than ``limit`` lines for that.
    """
    now, viewer, filters = timezone.now(), viewer_of(user), filters or Filters()
    if since is None:
        return Backlog(_last_rows(user, viewer, filters, now), now, complete=True)
    since = max(since, now - KEPT_FOR)
    with_steps = filters.steps or not filters.is_narrow
    sources = list(_sources(user, viewer, filters, with_steps))
    found = sorted(moment for source in sources for moment in source.moments(since, limit + 1))
    if not found:
        return Backlog([], now, complete=True)
    complete = len(found) <= limit
    until = found[-1] if complete else found[limit - 1]
    lines = [line for source in sources for line in source.between(since, until)]
    return Backlog(sorted(viewer.show(lines), key=_updated), now, complete)


def _last_rows(user: User, viewer: Viewer, filters: Filters, now: datetime) -> list[Line]:
    """Give the last rows; where not every row passes, only the last day is searched."""
    must_search = filters.is_narrow or None not in (viewer.collections, viewer.codes)
    floor = now - KEPT_FOR if must_search else None
    found = [
        line
        for source in _sources(user, viewer, filters, filters.steps, floor)
        for line in source.last(LAST_ROWS)
    ]
    return sorted(viewer.show(found), key=_updated)[-LAST_ROWS:]


def _updated(line: Line) -> tuple[datetime, str]:
    return datetime.fromisoformat(line["updated"]), line["id"]


def _sources(
    user: User,
    viewer: Viewer,
    filters: Filters,
    with_steps: bool,
    floor: datetime | None = None,
) -> Iterator[Source]:
    sees = viewer.sees_numbers
    found = messages.messages_seen_by(viewer).filter(narrowing.of_messages(filters, sees))
    yield _source(found, "updated_at", _message_lines, floor)
    if with_steps:
        steps = flows.list_trace(user).filter(narrowing.of_steps(filters, sees))
        yield _source(steps, "at", flow_lines.trace_lines, floor)
    events = flows.list_refusals(user).alias(folded_target=Lower("target"))
    events = events.filter(
        _visible(user, viewer), narrowing.of_events(filters, sees), done_at__isnull=False
    )
    yield _source(events, "done_at", _event_lines, floor)


def _source(
    rows: QuerySet[Any],
    moment: str,
    show: Callable[[Sequence[Any]], list[Line]],
    floor: datetime | None,
) -> Source:
    return Source(rows.filter(**{f"{moment}__gt": floor}) if floor else rows, moment, show)


def _visible(user: User, viewer: Viewer) -> Q:
    """Match the events that a login may see: its own, and by service or routing code."""
    if viewer.collections is None:
        of_services = ~Q(kind="message")
    else:
        seen = flows.list_services(user).order_by().values("public_id")
        of_services = Q(kind="invoke", target__in=seen)
    of_codes = Q(kind="message")
    if viewer.codes is not None:
        of_codes &= Q(folded_target__in=viewer.codes)
    return of_services | of_codes | Q(user_id=viewer.user_id)


def _message_lines(rows: Sequence[Any]) -> list[Line]:
    return [message_lines.message_line(row) for row in rows]


def _event_lines(rows: Sequence[Event]) -> list[Line]:
    """Show events with the services they name, which is one query more."""
    if not rows:
        return []
    account_id = next(islice(rows, 1)).account_id
    named = {row.target for row in rows if row.kind == "invoke"}
    known = flows.services_by_id(account_id, named)
    return [flow_lines.event_line(row, known.get(row.target)) for row in rows]
