"""What must hold for every kind of node."""

import json
import re
from pathlib import Path

import pytest

from flows import handlers
from flows.handlers import HANDLERS

GROUPS = {
    "Send", "Receive", "Branch", "Variables", "Manage Subscriptions", "Connect", "End user",
    "Interaction", "Flow",
}  # fmt: skip
KNOWN_FORMATS = {
    "template", "expression", "duration", "duration-or-expression", "date-time", "time", "ref",
}  # fmt: skip

each_handler = pytest.mark.parametrize("handler", HANDLERS.values(), ids=HANDLERS)


def formats(schema):
    """Yield every format a schema uses."""
    if isinstance(schema, dict):
        if isinstance(schema.get("format"), str):
            yield schema["format"]
        for part in schema.values():
            yield from formats(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from formats(part)


def test_finds_every_module_by_its_name():
    files = {path.stem for path in Path(handlers.__file__).parent.glob("[a-z]*.py")}

    assert set(HANDLERS) == files
    assert all(handler.kind == kind for kind, handler in HANDLERS.items())


@each_handler
def test_describes_itself_to_the_editor(handler):
    described = json.loads(json.dumps(handler.describe()))

    assert described["group"] in GROUPS
    assert described["label"]
    assert re.fullmatch(r"[a-z][a-z0-9-]+", described["icon"])
    assert described["help"][0].isupper()
    assert "\n    " not in described["help"]


@each_handler
def test_names_outcomes_in_snake_case_and_failure_last(handler):
    assert all(re.fullmatch(r"[a-z][a-z_]*", outcome) for outcome in handler.outcomes)
    assert "failed" not in handler.outcomes[:-1]
    assert len(set(handler.outcomes)) == len(handler.outcomes)


@each_handler
def test_makes_only_outcomes_depend_on_settings(handler):
    assert set(handler.outcomes_if) <= set(handler.outcomes)
    assert all(
        path.split(".")[0] in handler.model_fields for path, _ in handler.outcomes_if.values()
    )
    first = handler.outcomes_from.split(".")[0]
    assert not first or first in handler.model_fields


@each_handler
def test_uses_known_formats_only(handler):
    assert set(formats(handler.model_json_schema())) <= KNOWN_FORMATS


@each_handler
def test_gives_every_field_a_title_of_its_own(handler):
    titles = [field.title for field in handler.model_fields.values()]

    assert None not in titles
    assert len(set(titles)) == len(titles)
