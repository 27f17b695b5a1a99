"""What the installation's database holds, read past the application."""

import json
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]


class Stored:
    """A connection to the database of a running installation."""

    def __init__(self, home: Path) -> None:
        url = json.loads((home / "servers.json").read_text())["DATABASE_URL"]
        self._connection = psycopg.connect(url, autocommit=True, row_factory=dict_row)

    def __enter__(self) -> "Stored":
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.close()

    def messages(self, number: str) -> list[Row]:
        """Return the texts from and to a number, the first one first; ``%`` stands for digits."""
        return self._rows(
            """SELECT upper(to_hex(id)) AS id, direction, text, status, request_id, created_at
            FROM messaging_message WHERE number LIKE %s ORDER BY created_at, id""",
            number,
        )

    def ids(self, number: str) -> list[str]:
        """Return the public ids of the texts from and to a number."""
        return [message["id"] for message in self.messages(number)]

    def steps(self, number: str) -> list[Row]:
        """Return the steps of a number's sessions in their order."""
        return self._rows(
            """SELECT flows_traceline.node, handler, outcome, at FROM flows_traceline
            JOIN flows_session ON flows_session.id = session_id
            JOIN endusers_enduser ON endusers_enduser.id = flows_session.end_user_id
            WHERE msisdn = %s ORDER BY at, flows_traceline.number""",
            number,
        )

    def accepted_at(self, request_id: str) -> Any:
        """Return when a request from outside was accepted."""
        rows = self._rows(
            "SELECT min(created_at) AS at FROM flows_event WHERE request_id = %s", request_id
        )
        return rows[0]["at"]

    def _rows(self, query: str, *values: str) -> list[Row]:
        return self._connection.execute(query, values).fetchall()
