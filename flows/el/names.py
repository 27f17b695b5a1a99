"""What variables may be called and what they may hold: the one check for every way in."""

import re
import unicodedata
from typing import Literal

from flows.el.built_ins import BUILT_INS, BuiltIn

__all__ = [
    "BUILT_INS",
    "RESERVED_WORDS",
    "SCOPES",
    "WRITABLE_SCOPES",
    "BuiltIn",
    "KeyRefused",
    "ValueRefused",
    "check_key",
    "check_value",
    "is_builtin",
]

SCOPES = (
    "system",
    "servicecoll",
    "service",
    "session",
    "request",
    "user",
    "userservice",
    "userservicecoll",
)
WRITABLE_SCOPES = SCOPES[1:]
RESERVED_WORDS = frozenset(
    {"and", "or", "not", "eq", "ne", "lt", "gt", "le", "ge", "true", "false", "null"}
    | {"instanceof", "empty", "div", "mod"}
)
MAX_KEY_CHARACTERS = 100

KeyReason = Literal[
    "invalid character", "too short", "too long", "reserved word", "built-in variable"
]
ValueReason = Literal["invalid character", "too long"]

_KEY = re.compile(r"(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)?")
_BLOCKED = (
    "user.identifiers.",
    "session.initialkeyword.",
    "request.keyword.",
    "request.service.",
    "request.mt.",
    "system.",
)
_INDEX = re.compile(r"\.part\.[0-9]+\.")
_BUILT_IN_KEYS = frozenset(built_in.name.replace("[n]", ".0").lower() for built_in in BUILT_INS)
_ASCII_VALUE = re.compile(r"[\t\n\r\x20-\x7e]*")
_PLAIN_VALUE = re.compile(r"[\t\n\r\x20-\x7e\xa0-\ud7ff]*")


class KeyRefused(ValueError):
    """A key that a variable may not have."""

    def __init__(self, reason: KeyReason) -> None:
        super().__init__(reason)
        self.reason = reason


class ValueRefused(ValueError):
    """A value that a variable may not have."""

    def __init__(self, reason: ValueReason) -> None:
        super().__init__(reason)
        self.reason = reason


def check_key(scope: str, key: str) -> str:
    """Return the key if a custom variable of the scope may have it; case does not matter."""
    if not _KEY.fullmatch(key):
        raise KeyRefused("invalid character")
    if not key:
        raise KeyRefused("too short")
    if len(key) > MAX_KEY_CHARACTERS:
        raise KeyRefused("too long")
    if not RESERVED_WORDS.isdisjoint(key.lower().split(".")):
        raise KeyRefused("reserved word")
    if is_builtin(scope, key):
        raise KeyRefused("built-in variable")
    return key


def is_builtin(scope: str, key: str) -> bool:
    """Tell whether only the platform may set a variable."""
    name = f"{scope}.{key}".lower()
    return name.startswith(_BLOCKED) or _INDEX.sub(".part.0.", name) in _BUILT_IN_KEYS


def check_value(value: str, *, max_length: int, ascii_only: bool = False) -> str:
    """Return the text if a variable may hold it."""
    if not (_ASCII_VALUE.fullmatch(value) if ascii_only else _is_plain(value)):
        raise ValueRefused("invalid character")
    if len(value) > max_length:
        raise ValueRefused("too long")
    return value


def _is_plain(value: str) -> bool:
    """Tell whether a text has no control character, half character or noncharacter."""
    return bool(_PLAIN_VALUE.fullmatch(value)) or all(map(_is_allowed, value))


def _is_allowed(character: str) -> bool:
    if character in "\t\n\r":
        return True
    code = ord(character)
    if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:  # noqa: PLR2004 - noncharacters
        return False
    return unicodedata.category(character) not in {"Cc", "Cs"}
