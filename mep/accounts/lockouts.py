"""Counting failures to sign in, and locking a name after too many."""

from datetime import datetime, timedelta

from mep.accounts.models import Lockout
from mep.base import bulk

WINDOW = timedelta(minutes=15)
LIMITS = {Lockout.Door.PAGES: 5, Lockout.Door.API: 10}

COUNT = """
    INSERT INTO accounts_lockout AS known (username, door, failures)
    VALUES (%(username)s, %(door)s, ARRAY[clock_timestamp()])
    ON CONFLICT (username, door) DO UPDATE SET failures =
        ARRAY(SELECT moment FROM unnest(known.failures) AS moment
              WHERE moment > clock_timestamp() - %(window)s) || excluded.failures
    RETURNING cardinality(failures)
"""
LOCK = """
    UPDATE accounts_lockout SET locked_until = clock_timestamp() + %(window)s, failures = '{}'
    WHERE username = %(username)s AND door = %(door)s AND cardinality(failures) >= %(limit)s
    RETURNING locked_until
"""
PRUNE = """
    DELETE FROM accounts_lockout
    WHERE coalesce(locked_until, '-infinity') < now()
      AND NOT EXISTS (SELECT FROM unnest(failures) AS moment WHERE moment > now() - %s::interval)
"""


def count_failure(username: str, door: Lockout.Door) -> datetime | None:
    """Count a failure; return until when the name is locked if this one was too many."""
    parameters = {
        "username": username.lower(),
        "door": door.value,
        "window": WINDOW,
        "limit": LIMITS[door],
    }
    bulk.execute(COUNT, parameters)
    rows = bulk.fetch(LOCK, parameters)
    return rows[0][0] if rows else None


def clear(username: str) -> None:
    """Forget the failures under a name, at every door."""
    Lockout.objects.filter(username=username.lower()).delete()


def prune() -> int:
    """Delete what no longer matters; return how many names that was."""
    return bulk.execute(PRUNE, [WINDOW])
