"""Many rows in one statement, on the current connection and transaction."""

import select
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import Cursor


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows by COPY; columns left out take their database defaults."""
    names = ", ".join(columns)
    # Django translates the errors of other statements, but not those of COPY.
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def execute(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> int:
    """Run one statement; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def fetch(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Run one query; return all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def fetch_prepared(
    sql: str, parameters: Sequence[Any] | Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """Run one query that the server plans once for each connection; return all its rows.

    For the few statements that every request runs, whose planning costs more than they do. Their
    parameters are typed by the server, so a bare one may need a cast.
    """
    _connect()
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": ""})
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(sql, parameters, prepare=True)
        return list(cursor.fetchall())


def _connect() -> None:
    """Have a connection; one on which something arrived unasked was closed by the server.

    Looking costs a microsecond, where the health check of a cursor costs a round trip.
    """
    connection.ensure_connection()
    if connection.in_atomic_block:
        return
    poller = select.poll()
    poller.register(connection.connection.pgconn.socket, select.POLLIN)
    if poller.poll(0):
        connection.close()
        connection.ensure_connection()


def columns(rows: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    """Turn rows into that many lists, for ``unnest``."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
