"""What a handler may see and do while it runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from flows.el import names, template
from flows.el.env import Env
from flows.el.errors import ElError
from flows.el.values import Value, to_boolean
from flows.engine.durations import parse_duration
from flows.engine.effects import Effect
from flows.engine.errors import HandlerError

if TYPE_CHECKING:
    from random import Random

T = TypeVar("T")

SHARED_VALUE_CHARACTERS = 255
VALUE_CHARACTERS = 4_000
MAX_DURATION = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What is known of the session's surroundings when a step begins."""

    service_id: str = ""
    service_name: str = ""
    collection_id: str = ""
    end_user_id: str = ""
    msisdn: str = ""
    network: str = "UNKNOWN"
    routing_code: str = ""
    originator: str = ""
    zone: ZoneInfo = ZoneInfo("Europe/London")
    account_zone: ZoneInfo = ZoneInfo("Europe/London")
    opted_out: bool = False
    free_messages: int = 0
    user_started: bool = False
    gateways: frozenset[str] = frozenset()
    ascii_values: bool = False
    constants: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class World:
    """All a step may know.

    ``timer`` gives nanoseconds, ``scopes`` lower-case scope and key to value.
    """

    now: datetime
    scopes: Mapping[str, Mapping[str, Value]]
    random: "Random"
    new_id: Callable[[], str]
    timer: Callable[[], int]
    session: SessionFacts = field(default_factory=SessionFacts)


@dataclass(frozen=True, slots=True)
class Change:
    """A variable changed; ``name`` is the key as written, ``cleared`` says it no longer exists."""

    scope: str
    key: str
    before: Value
    after: Value
    cleared: bool = False
    name: str = ""


class Overlay:
    """A scope with this step's changes on top."""

    __slots__ = ("_base", "changed")

    def __init__(self, base: Mapping[str, Value]) -> None:
        self._base = base
        self.changed: dict[str, Change] = {}

    def get(self, key: str, default: Value = None) -> Value:
        change = self.changed.get(key)
        return change.after if change else self._base.get(key, default)

    def __contains__(self, key: object) -> bool:
        change = self.changed.get(key) if isinstance(key, str) else None
        return not change.cleared if change else key in self._base

    def __getitem__(self, key: str) -> Value:
        if key not in self:
            raise KeyError(key)
        return self.get(key)

    def keys(self) -> list[str]:
        """Every key that exists, the changed ones last."""
        kept = [key for key in self._base if key not in self.changed]
        return kept + [key for key, change in self.changed.items() if not change.cleared]


class Context:
    """One step's view of the world, and what the handlers made of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now = world.now
        self.session = world.session
        self.free_messages = world.session.free_messages
        self.effects: list[Effect] = []
        self.changes: list[Change] = []
        self.node = ""
        self.memory: Mapping[str, Any] = {}
        self.fields: dict[str, Any] = {}
        zone = world.session.account_zone
        self.env = Env(world.scopes, now=world.now, zone=zone, random=world.random)
        self._scopes: dict[str, Any] = self.env.scopes

    def render(self, text: str, name: str = "") -> str:
        """Fill in a template; its result is shown in the trace under ``name``."""
        try:
            result = template.render(text, self.env)
        except ElError as error:
            raise HandlerError("expression", str(error), defect=True) from error
        return self._show(name, result)

    def render_encoded(self, text: str, encode: Callable[[str], str], name: str = "") -> str:
        """Fill in a template, encoding what is filled in but not the text around it."""
        try:
            result = template.render_parts(text, self.env, encode)
        except ElError as error:
            raise HandlerError("expression", str(error), defect=True) from error
        return self._show(name, result)

    def evaluate(self, text: str, name: str = "") -> Value:
        """Fill in a template, keeping the type of one that is a single expression."""
        try:
            result = template.evaluate(text, self.env)
        except ElError as error:
            raise HandlerError("expression", str(error), defect=True) from error
        return self._show(name, result)

    def boolean(self, text: str, name: str = "") -> bool:
        """Evaluate an expression that must be true or false (or such a text)."""
        value = self.evaluate(text, name)
        if not (isinstance(value, bool) or value in ("true", "false")):
            raise HandlerError("expression", "The result is not true or false", defect=True)
        return to_boolean(value)

    def duration(self, text: str, name: str = "") -> timedelta:
        """Read a duration field: ISO 8601, or an expression that gives minutes."""
        if "${" not in text:
            return parse_duration(text)
        value = self.evaluate(text, name)
        try:
            length = _minutes(value)
        except (ValueError, OverflowError) as error:
            raise HandlerError("expression", "The time is not a number", defect=True) from error
        if not timedelta(0) <= length <= MAX_DURATION:
            raise HandlerError("expression", "The time is out of range", defect=True)
        return length

    def get(self, scope: str, key: str) -> Value:
        """Read a variable; null when it does not exist."""
        return self.env.lookup(scope, key.lower())

    def exists(self, scope: str, key: str) -> bool:
        """Whether a custom variable has been created."""
        return key.lower() in self._scopes.get(scope, ())

    def keys(self, scope: str) -> list[str]:
        """List the keys that exist in a scope."""
        return list(self._scopes.get(scope, {}).keys())

    def set(self, scope: str, key: str, value: Value) -> None:
        """Set a custom variable; raises HandlerError when its name or value is refused."""
        try:
            names.check_key(scope, key)
            if isinstance(value, str):
                names.check_value(
                    value, max_length=longest_value(scope), ascii_only=self.session.ascii_values
                )
        except names.KeyRefused as error:
            raise HandlerError("key", f"{scope}.{key}: {error}", defect=True) from error
        except names.ValueRefused as error:
            raise HandlerError("value", f"{scope}.{key}: {error}", defect=True) from error
        if self._is_constant(scope, key):
            raise HandlerError("key", f"{scope}.{key} is a constant", defect=True)
        self.put(scope, key, value)

    def put(self, scope: str, key: str, value: Value) -> None:
        """Set a variable unchecked: for built-in ones, by the handlers that own them."""
        self._change(scope, key, value, cleared=False)

    def clear(self, scope: str, key: str) -> None:
        """Delete a variable; one that does not exist is left alone, and so is a constant."""
        if self.exists(scope, key) and not self._is_constant(scope, key):
            self._change(scope, key, None, cleared=True)

    def _is_constant(self, scope: str, key: str) -> bool:
        return (scope, key.lower()) in self.session.constants

    def emit(self, effect: Effect) -> None:
        """Ask something of the world."""
        self.effects.append(effect)

    def new_id(self) -> str:
        """Name something that will be stored with the batch."""
        return self.world.new_id()

    def undo_to(self, changes: int, effects: int) -> None:
        """Take back all but the first so many changes and effects."""
        undone = {change.scope for change in self.changes[changes:]}
        del self.changes[changes:]
        del self.effects[effects:]
        for scope in undone:
            self._scopes[scope].changed = {
                change.key: change for change in self.changes if change.scope == scope
            }

    def _change(self, scope: str, name: str, value: Value, *, cleared: bool) -> None:
        key = name.lower()
        overlay = self._scopes.get(scope)
        if not isinstance(overlay, Overlay):
            overlay = self._scopes[scope] = Overlay(overlay or {})
        change = Change(scope, key, overlay.get(key), value, cleared, name)
        overlay.changed[key] = change
        self.changes.append(change)

    def _show(self, name: str, value: T) -> T:
        if name:
            self.fields[name] = value
        return value


def _minutes(value: Value) -> timedelta:
    if value is None or isinstance(value, bool):
        raise ValueError("not a number")
    return timedelta(minutes=float(value))


def longest_value(scope: str) -> int:
    """Return how many characters a value of this scope may have (decision 2)."""
    return SHARED_VALUE_CHARACTERS if scope in ("service", "servicecoll") else VALUE_CHARACTERS
