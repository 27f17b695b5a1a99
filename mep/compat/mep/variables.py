"""The rules that a variable set from outside must keep, one verdict at a time."""

from flows.el.names import KeyRefused, ValueRefused, check_key, check_value
from flows.el.values import Value

SCOPES = frozenset({"request", "session", "user", "userservice", "userservicecoll"})
MAX_VALUE_CHARACTERS = 255


def find_key_problem(scope: str, key: str) -> str | None:
    """Say which rule a key breaks."""
    try:
        check_key(scope, key)
    except KeyRefused as refusal:
        return refusal.reason
    return None


def find_value_problem(source: str, *, ascii_only: bool) -> str | None:
    """Say which rule a value's source text breaks."""
    try:
        check_value(source, max_length=MAX_VALUE_CHARACTERS, ascii_only=ascii_only)
    except ValueRefused as refusal:
        return refusal.reason
    return None


class GivenVariables:
    """The variables of one request, in order; names that differ in case only are the same."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, Value]] = []
        self._names: set[tuple[str, str]] = set()

    def has(self, scope: str, key: str) -> bool:
        """Tell whether a variable is given already."""
        return (scope, key.lower()) in self._names

    def add(self, scope: str, key: str, value: Value) -> None:
        """Take a variable whose name and value have been checked."""
        self._names.add((scope, key.lower()))
        self.rows.append((scope, key, value))
