"""Locks on services and collections whose shared variables a batch may write.

The first round locks what it needs in one order: collections, then services, by id. A later round
that needs more may not wait, since another batch could wait for it in turn.
"""

from collections.abc import Iterable

from django.db import OperationalError, transaction
from psycopg.errors import LockNotAvailable

from flows.batch import Batch, Version
from mep.base import bulk

COLLECTION, SERVICE = "servicecoll", "service"
TABLES = {COLLECTION: "flows_servicecollection", SERVICE: "flows_service"}

Lock = tuple[str, int]


class LockFirst(Exception):
    """The batch must begin again with these locks."""

    def __init__(self, locks: set[Lock]) -> None:
        super().__init__(str(locks))
        self.locks = locks


def needed(batch: Batch, versions: Iterable[Version]) -> set[Lock]:
    """Return the locks that sessions of these versions need for what they may write."""
    locks: set[Lock] = set()
    for version in versions:
        service = batch.services_by_id[version.service_id]
        if COLLECTION in version.writes:
            locks.add((COLLECTION, service.collection_id))
        if SERVICE in version.writes:
            locks.add((SERVICE, service.id))
    return locks


def lock(batch: Batch, locks: set[Lock]) -> None:
    """Take the locks that are missing; raises LockFirst when that would mean to wait too late."""
    missing = locks - batch.locked
    if not missing:
        return
    if batch.locked or batch.shared:
        _without_waiting(batch, missing)
    else:
        _take(missing)
    batch.locked |= missing
    for scope, owner in missing:
        for key in [key for key in batch.shared if key[:2] == (scope, owner)]:
            del batch.shared[key]


def _without_waiting(batch: Batch, missing: set[Lock]) -> None:
    try:
        with transaction.atomic():
            _take(missing, "NOWAIT")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise LockFirst(missing | batch.locked) from error
        raise


def _take(locks: set[Lock], manner: str = "") -> None:
    for scope in (COLLECTION, SERVICE):
        ids = sorted(owner for kind, owner in locks if kind == scope)
        if ids:
            bulk.fetch(
                f"SELECT id FROM {TABLES[scope]} WHERE id = ANY(%s)"  # noqa: S608 - ours
                f" ORDER BY id FOR NO KEY UPDATE {manner}",
                [ids],
            )
