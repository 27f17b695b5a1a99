"""What the documents say of handlers, made from their classes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flows.engine.http_request import HttpHandler
from flows.engine.texting import Texting
from flows.handlers import HANDLERS
from flows.handlers.branch_message import BranchMessage
from flows.handlers.branch_value import BranchValue
from flows.handlers.wait_message import WaitMessage
from tests.docs.blocks import code, table
from tests.docs.schemas import Form, Row

GROUPS = (
    "Send",
    "Receive",
    "Branch",
    "Variables",
    "Manage Subscriptions",
    "End user",
    "Connect",
    "Flow",
)
SHARED = {
    "Settings of every SMS": Texting,
    "Settings of every call to another system": HttpHandler,
}
"""Settings that several handlers have from one class, described once."""
TESTED_BY = {"messages": BranchMessage, "values": BranchValue, "waiting": WaitMessage}
TEST_FIELDS = "test"


def reference() -> str:
    """Describe every handler, group by group: what it does, its settings, its ways out."""
    assert {kind.group for kind in HANDLERS.values()} == set(GROUPS)
    return "\n".join(_group(group) for group in GROUPS)


def _group(group: str) -> str:
    kinds = sorted((k for k in HANDLERS.values() if k.group == group), key=lambda k: k.label)
    return f"## {group}\n\n" + "\n".join(_handler(kind.describe()) for kind in kinds)


def _handler(kind: Mapping[str, Any]) -> str:
    head = f"### {kind['label']}\n\n{code(kind['kind'])}: {_flowing(kind['help'])}"
    rows, more = _own(list(Form(kind["schema"]).rows()))
    return f"{head}\n\n{more}{_settings(rows)}\nWays out: {_outcomes(kind)}\n"


def _own(rows: list[Row]) -> tuple[list[Row], str]:
    """Part a handler's own settings from those it has from a class described elsewhere."""
    for title, base in SHARED.items():
        shared = list(Form(base.model_json_schema()).rows())
        if sum(row in rows for row in shared) > len(shared) // 2:
            anchor = title.lower().replace(" ", "-")
            more = f"Has the [{title.lower()}](#{anchor}), and:\n\n"
            return [row for row in rows if row not in shared], more
    return rows, ""


def shared() -> str:
    """Describe the settings that several handlers have."""
    return "\n".join(
        f"### {title}\n\n{_settings(Form(base.model_json_schema()).rows())}"
        for title, base in SHARED.items()
    )


def _settings(rows: Iterable[Row]) -> str:
    return table(("Setting", "Name", "Takes", "If left out"), map(_row, rows))


def _flowing(text: str) -> str:
    """Take out the line ends that are none."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _row(row: Row) -> tuple[str, ...]:
    title = f"{row.title} (advanced)" if row.advanced else row.title
    words = f"{row.takes}. {row.help}" if row.help else row.takes
    return title, code(row.name), words, row.default


def _outcomes(kind: Mapping[str, Any]) -> str:
    items = kind["outcomes_from"].rpartition(".")[0]
    drawn = [f"one for each of {code(items)}"] if items else []
    fixed = [_outcome(kind, outcome) for outcome in kind["outcomes"]]
    return ", ".join([*drawn, *fixed]) + "." if drawn or fixed else "none."


def _outcome(kind: Mapping[str, Any], outcome: str) -> str:
    words = f"{kind['outcome_labels'][outcome]} {code(outcome)}"
    condition = kind["outcomes_if"].get(outcome)
    if condition:
        values = " or ".join(_value(value) for value in condition["values"])
        words += f" (while {code(condition['field'])} is {values})"
    if joined := kind["joins"].get(outcome):
        words += f" (unlinked it goes where {code(joined)} goes)"
    return words


def _value(value: object) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else code(str(value))


def tests() -> str:
    """List the tests of cases and filters, and where each can be used."""
    forms = {name: kind.model_json_schema()["$defs"] for name, kind in TESTED_BY.items()}
    found = {key: each for parts in forms.values() for key, each in _tests(parts)}
    rows = [
        (
            part["title"],
            code(part["properties"][TEST_FIELDS]["const"]),
            part["description"],
            ", ".join(name for name, parts in forms.items() if key in parts),
        )
        for key, part in found.items()
    ]
    return table(("Test", "`test`", "Holds when the text", "Of"), rows)


def _tests(parts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, part in parts.items():
        if TEST_FIELDS in part["properties"]:
            yield key, part
