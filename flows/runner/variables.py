"""Storing changed variables, each once, as it stands at the end of the batch."""

from typing import Any

from flows import scopes
from flows.batch import Batch
from mep.base import bulk

TABLES = {
    "service": ("flows_servicevariable", "service_id"),
    "servicecoll": ("flows_collectionvariable", "collection_id"),
}


def save(batch: Batch) -> None:
    """Insert, update and delete what changed, in the order of its keys."""
    if batch.changed_of_user:
        _save_of_users(batch)
    for scope, (table, owner) in TABLES.items():
        keys = sorted(
            (key for key in batch.changed if key[0] == scope), key=lambda key: (key[1], key[3])
        )
        if keys:
            _save_shared(batch, table, owner, keys)


def _save_of_users(batch: Batch) -> None:
    kept: list[tuple[Any, ...]] = []
    gone: list[tuple[Any, ...]] = []
    for user_id, scope, owner, key in sorted(batch.changed_of_user):
        values = batch.users[user_id].variables[scope, owner]
        if key in values:
            packed = scopes.pack(values[key])
            kept.append((user_id, scope, owner, key, batch.names[key], packed))
        else:
            gone.append((user_id, scope, owner, key))
    if kept:
        bulk.execute(
            "INSERT INTO endusers_uservariable"
            " (end_user_id, scope, owner_id, key, name, value, updated_at)"
            " SELECT *, now() FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[],"
            " %s::text[], %s::text[]) ON CONFLICT (end_user_id, scope, owner_id, key)"
            " DO UPDATE SET value = excluded.value, updated_at = now()",
            bulk.columns(kept, 6),
        )
    if gone:
        bulk.execute(
            "DELETE FROM endusers_uservariable v USING unnest(%s::bigint[], %s::text[],"
            " %s::bigint[], %s::text[]) AS gone(end_user_id, scope, owner_id, key)"
            " WHERE (v.end_user_id, v.scope, v.owner_id, v.key)"
            " = (gone.end_user_id, gone.scope, gone.owner_id, gone.key)",
            bulk.columns(gone, 4),
        )


def _save_shared(
    batch: Batch, table: str, owner: str, keys: list[tuple[str, int, int | None, str]]
) -> None:
    kept: list[tuple[Any, ...]] = []
    gone: list[tuple[Any, ...]] = []
    for scope, owner_id, sandbox_id, key in keys:
        values = batch.shared[scope, owner_id, sandbox_id]
        if key in values:
            packed = scopes.pack(values[key])
            kept.append((owner_id, sandbox_id, key, batch.names[key], packed))
        else:
            gone.append((owner_id, sandbox_id, key))
    if kept:
        bulk.execute(
            f"INSERT INTO {table} ({owner}, sandbox_id, key, name, value, updated_at)"  # noqa: S608
            " SELECT *, now() FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[],"
            f" %s::text[]) ON CONFLICT ({owner}, key, sandbox_id)"
            " DO UPDATE SET value = excluded.value, updated_at = now()",
            bulk.columns(kept, 5),
        )
    if gone:
        bulk.execute(
            f"DELETE FROM {table} v USING unnest(%s::bigint[], %s::bigint[], %s::text[])"  # noqa: S608
            f" AS gone(owner_id, sandbox_id, key) WHERE v.{owner} = gone.owner_id"
            " AND v.key = gone.key AND v.sandbox_id IS NOT DISTINCT FROM gone.sandbox_id",
            bulk.columns(gone, 3),
        )
