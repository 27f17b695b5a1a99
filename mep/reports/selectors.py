"""The figures of the home page, each as far as a login may see what they count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from flows import changes, figures, selectors
from flows.engine.reasons import words
from flows.models import Service
from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.roles import Area
from mep.base import bulk

HOURS = 24
DELIVERED = "delivered"
UNDELIVERED = ("failed", "rejected", "expired", "deleted")
MAX_UNPUBLISHED = 5
MESSAGES = """
    SELECT floor(extract(epoch FROM %(now)s - created_at) / 3600)::int AS age, direction,
           count(*), sum(parts), count(*) FILTER (WHERE source = 'broadcast'),
           count(*) FILTER (WHERE status = %(delivered)s),
           count(*) FILTER (WHERE status = ANY(%(undelivered)s))
    FROM messaging_message
    WHERE account_id = %(account)s AND sandbox_id IS NULL
      AND updated_at > %(since)s AND created_at > %(since)s AND created_at <= %(now)s
      AND (%(services)s::bigint[] IS NULL OR service_id = ANY(%(services)s))
    GROUP BY 1, 2
"""
WAITING = """
    SELECT count(DISTINCT end_user_id), min(waiting_since) FROM flows_session
    WHERE status = 'waiting' AND account_id = %(account)s AND sandbox_id IS NULL
      AND (%(services)s::bigint[] IS NULL OR service_id = ANY(%(services)s))
"""


@dataclass(slots=True)
class Traffic:
    """The messages of one direction; ``hourly`` begins with the oldest hour of the last day."""

    hourly: list[int]
    before: int = 0
    parts: int = 0
    by_broadcast: int = 0
    delivered: int = 0
    undelivered: int = 0

    @property
    def count(self) -> int:
        """Count the messages of the last day."""
        return sum(self.hourly)

    @property
    def change(self) -> int | None:
        """Give the percents more or less than on the day before, if there were any then."""
        return round(100 * (self.count - self.before) / self.before) if self.before else None

    @property
    def reported(self) -> int:
        """Count those whose fate is known."""
        return self.delivered + self.undelivered

    @property
    def delivered_percent(self) -> float | None:
        """Give the percents of those that arrived among those whose fate is known."""
        return 100 * self.delivered / self.reported if self.reported else None


@dataclass(frozen=True, slots=True)
class Day:
    """What happened in the last 24 hours."""

    now: datetime
    inbound: Traffic
    outbound: Traffic
    waiting: int
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True)
class Failing:
    """A service whose sessions failed within the hour."""

    service: Service
    count: int
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A service whose draft is ahead of what runs."""

    service: Service
    changes: int


def get_day(user: User, now: datetime | None = None) -> Day:
    """Count the messages and the people waiting, in two queries."""
    now = now or timezone.now()
    services = _visible_services(user)
    inbound, outbound = _traffic(user, services, now)
    rows = bulk.fetch(WAITING, {"account": user.account_id, "services": services})
    return Day(now, inbound, outbound, *rows[0])


def list_failing(user: User, now: datetime | None = None) -> list[Failing]:
    """List the services with sessions that failed in the last hour, the worst first."""
    seen = {each.id: each for each in selectors.list_services(user).defer("draft")}
    rows = figures.failed_lately(user.account_id, list(seen), now or timezone.now())
    rows.sort(key=lambda row: -row[1])
    return [Failing(seen[key], count, words(reason), since) for key, count, reason, since in rows]


def list_unpublished(user: User) -> list[Unpublished]:
    """List the services that were changed after they were published, the latest first."""
    found = selectors.list_services(user).exclude(status=Service.Status.ARCHIVED)
    ahead = found.filter(published__isnull=False).exclude(changes.IS_PUBLISHED)
    latest = ahead.order_by("-draft_changed_at")[:MAX_UNPUBLISHED]
    return [Unpublished(each, changes.count_unpublished(each)) for each in latest]


def _visible_services(user: User) -> list[int] | None:
    """Return the keys of the services whose messages a login may count; nothing: all of them."""
    if access.visible_ids(user, Area.SERVICES) is None:
        return None
    return list(selectors.list_services(user).values_list("id", flat=True))


def _traffic(user: User, services: Sequence[int] | None, now: datetime) -> tuple[Traffic, Traffic]:
    found = {"MO": Traffic([0] * HOURS), "MT": Traffic([0] * HOURS)}
    parameters = {
        "account": user.account_id,
        "services": services,
        "now": now,
        "since": now - timedelta(hours=2 * HOURS),
        "delivered": DELIVERED,
        "undelivered": list(UNDELIVERED),
    }
    for age, direction, *counts in bulk.fetch(MESSAGES, parameters):
        _add(found[direction], age, counts)
    return found["MO"], found["MT"]


def _add(traffic: Traffic, age: int, counts: Sequence[int]) -> None:
    count, parts, by_broadcast, delivered, undelivered = counts
    if age >= HOURS:
        traffic.before += count
        return
    traffic.hourly[HOURS - 1 - age] += count
    traffic.parts += parts
    traffic.by_broadcast += by_broadcast
    traffic.delivered += delivered
    traffic.undelivered += undelivered
