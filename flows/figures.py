"""Counting the sessions of services: what lists and headers show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from mep.base import bulk

HOURS = 24
FAILED_WITHIN = timedelta(hours=1)
STARTED = """
    SELECT service_id, floor(extract(epoch FROM %(now)s - started_at) / 3600)::int AS age,
           count(*), count(*) FILTER (WHERE status = 'failed'), array_agg(DISTINCT trigger)
    FROM flows_session
    WHERE service_id = ANY(%(services)s) AND sandbox_id IS NULL
      AND started_at > %(since)s AND started_at <= %(now)s
    GROUP BY 1, 2
"""
WAITING = """
    SELECT service_id, count(*), min(waiting_since) FROM flows_session
    WHERE status = 'waiting' AND service_id = ANY(%s) AND sandbox_id IS NULL
    GROUP BY 1
"""
FAILED = """
    SELECT service_id, count(*), (array_agg(reason ORDER BY ended_at DESC))[1], min(ended_at)
    FROM flows_session
    WHERE status = 'failed' AND account_id = %s AND service_id = ANY(%s)
      AND sandbox_id IS NULL AND ended_at > %s
    GROUP BY 1
"""


@dataclass(slots=True)
class Figures:
    """What happened in one service in the last 24 h; ``hourly`` begins with the oldest hour."""

    hourly: list[int]
    failed: int = 0
    failed_lately: int = 0
    reason: str = ""
    failing_since: datetime | None = None
    waiting: int = 0
    waiting_since: datetime | None = None
    triggers: frozenset[str] = frozenset()

    @property
    def sessions(self) -> int:
        """Count the sessions started."""
        return sum(self.hourly)


def figures_of(
    account_id: int, service_ids: Sequence[int], now: datetime | None = None
) -> dict[int, Figures]:
    """Count the sessions of services, whatever their number, in three queries."""
    now = now or timezone.now()
    found = {service_id: Figures([0] * HOURS) for service_id in service_ids}
    _add_started(found, now)
    _add_waiting(found)
    for service_id, count, reason, since in failed_lately(account_id, service_ids, now):
        figures = found[service_id]
        figures.failed_lately, figures.reason, figures.failing_since = count, reason, since
    return found


def _add_started(found: dict[int, Figures], now: datetime) -> None:
    since = now - timedelta(hours=HOURS)
    rows = bulk.fetch(STARTED, {"now": now, "since": since, "services": list(found)})
    for service_id, age, count, failed, triggers in rows:
        figures = found[service_id]
        figures.hourly[HOURS - 1 - age] += count
        figures.failed += failed
        figures.triggers |= frozenset(triggers)


def _add_waiting(found: dict[int, Figures]) -> None:
    for service_id, count, since in bulk.fetch(WAITING, [list(found)]):
        found[service_id].waiting, found[service_id].waiting_since = count, since


def failed_lately(
    account_id: int, service_ids: Iterable[int], now: datetime
) -> list[tuple[int, int, str, datetime]]:
    """Tell which services failed within the hour, how often, why lately, and since when."""
    return bulk.fetch(FAILED, [account_id, list(service_ids), now - FAILED_WITHIN])
