"""Where a handler stores what it learns: the types of its scope and key settings."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from flows.el import names

Scope = Literal[
    "session", "request", "user", "userservice", "userservicecoll", "service", "servicecoll"
]
SHARED_SCOPES = ("service", "servicecoll")
Key = Annotated[str, Field(min_length=1, max_length=names.MAX_KEY_CHARACTERS)]

_WORDS = {
    "invalid character": ("use letters, digits, _ and -, with single dots between: order.number"),
    "too short": "give it a name",
    "too long": f"use at most {names.MAX_KEY_CHARACTERS} characters",
    "reserved word": "this word belongs to the expression language; choose another",
    "built-in variable": "the platform sets this variable; choose another name",
}


def check_name(scope: str, key: str, field: str) -> Iterator[tuple[str, str, str]]:
    """Yield the problem of a name that a custom variable may not have."""
    try:
        names.check_key(scope, key)
    except names.KeyRefused as error:
        yield field, "key", f"{scope}.{key} cannot be set: {_WORDS[error.reason]}"
