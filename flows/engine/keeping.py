"""Storing what somebody texted, whatever it is made of."""

from collections.abc import Iterator

from pydantic import Field

from flows.el import names
from flows.engine.context import SHARED_VALUE_CHARACTERS, VALUE_CHARACTERS, Context
from flows.engine.handler import Settings
from flows.engine.variables import SHARED_SCOPES, Key, Scope, check_name


class Place(Settings):
    """A variable to store something in."""

    scope: Scope = Field("session", title="Scope")
    key: Key = Field(title="Key")

    def check(self, field: str) -> Iterator[tuple[str, str, str]]:
        """Yield the problem of a name that may not be set."""
        return check_name(self.scope, self.key, f"{field}.key")


def keep_text(ctx: Context, scope: str, key: str, text: str) -> None:
    """Store a text without the characters no variable may hold, cut to what the scope takes."""
    longest = SHARED_VALUE_CHARACTERS if scope in SHARED_SCOPES else VALUE_CHARACTERS
    kept = _without_control_characters(text)
    if len(kept) > longest:
        ctx.fields[f"{scope}.{key}"] = f"cut to {longest} characters"
    ctx.set(scope, key, kept[:longest])


def _without_control_characters(text: str) -> str:
    if _is_storable(text):
        return text
    return "".join(filter(_is_storable, text))


def _is_storable(text: str) -> bool:
    try:
        names.check_value(text, max_length=len(text))
    except names.ValueRefused:
        return False
    return True
