"""Outside effects as stored: their fields as JSON text, checked when they are read back."""

from functools import cache

from pydantic import TypeAdapter

from flows.engine import effects
from flows.engine.effects import Outside

KINDS: dict[str, type[Outside]] = {
    member.kind: member
    for member in vars(effects).values()
    if isinstance(member, type) and issubclass(member, Outside) and member is not Outside
}


@cache
def _adapter(kind: str) -> TypeAdapter[Outside]:
    return TypeAdapter(KINDS[kind])


def packed_effect(effect: Outside) -> str:
    """Write an effect's fields."""
    return _adapter(effect.kind).dump_json(effect).decode()


def unpacked_effect(kind: str, data: str) -> Outside:
    """Read an effect back."""
    return _adapter(kind).validate_json(data)
