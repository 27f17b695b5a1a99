"""Ready-made services to start from: a JSON file each, with the few things its author fills in."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent
HOLE = re.compile(r"\[\[(\w+)\]\]")
WORD = re.compile(r"[A-Za-z][\w-]{0,39}")


class BlueprintField(BaseModel):
    """One thing to fill in; a ``word`` may become part of a variable's name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    label: str
    type: Literal["text", "word", "url", "subscription"]
    default: str = ""
    help: str = ""


class Blueprint(BaseModel):
    """A service with holes, written ``[[key]]`` in its texts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    description: str
    icon: str
    fields: tuple[BlueprintField, ...]
    properties: dict[str, Any]
    document: dict[str, Any]

    def fill(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Return the document with every hole filled; what is not given takes its default.

        Raises ValueError, whose two arguments are the field's key and the rule, for a word that
        cannot be part of a name.
        """
        given = {field.key: values.get(field.key) or field.default for field in self.fields}
        for field in self.fields:
            if field.type == "word" and not WORD.fullmatch(given[field.key]):
                raise ValueError(field.key, "must be one word of letters, digits, _ or -")
        filled: dict[str, Any] = _filled(self.document, given)
        return filled


def _filled(value: Any, given: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return HOLE.sub(lambda hole: given[hole[1]], value)
    if isinstance(value, dict):
        return {key: _filled(item, given) for key, item in value.items()}
    return [_filled(item, given) for item in value] if isinstance(value, list) else value


@cache
def list_blueprints() -> tuple[Blueprint, ...]:
    """Every blueprint, the blank one first."""
    found = [
        Blueprint(id=path.stem, **json.loads(path.read_text())) for path in FOLDER.glob("*.json")
    ]
    return tuple(sorted(found, key=lambda each: (each.id != "custom", each.name)))


def find_blueprint(blueprint_id: str) -> Blueprint | None:
    """Return a blueprint by its id, which is the name of its file."""
    return next((each for each in list_blueprints() if each.id == blueprint_id), None)
