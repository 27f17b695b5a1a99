"""Handler: one kind of node, and the field types its settings are made of."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from inspect import cleandoc
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from flows.el import template
from flows.engine.durations import parse_duration

if TYPE_CHECKING:
    from flows.engine.context import Context
    from flows.engine.events import Event
    from flows.engine.moves import Move

TEXT_CHARACTERS = 4_000


def _as_expression(value: object) -> object:
    """Let an author leave out the braces."""
    if isinstance(value, str) and value.strip() and "${" not in value:
        return f"${{{value}}}"
    return value


def _check_duration(value: str) -> str:
    if "${" in value:
        return template.check(value)
    parse_duration(value)
    return value


def reference(source: str) -> Any:  # noqa: ANN401 - an annotation, not a value
    """Make the type of a field that picks one of ``choices/<source>`` and holds its public id."""
    return Annotated[str, Field(json_schema_extra={"format": "ref", "source": source})]


LongTemplate = Annotated[
    str, AfterValidator(template.check), Field(json_schema_extra={"format": "template"})
]
"""A template whose field says itself how long it may be."""
Template = Annotated[LongTemplate, Field(max_length=TEXT_CHARACTERS)]
Expression = Annotated[
    str,
    BeforeValidator(_as_expression),
    AfterValidator(template.check),
    Field(max_length=TEXT_CHARACTERS, json_schema_extra={"format": "expression"}),
]
DurationOrExpression = Annotated[
    str,
    AfterValidator(_check_duration),
    Field(max_length=TEXT_CHARACTERS, json_schema_extra={"format": "duration-or-expression"}),
]
ServiceRef = reference("services")
SubscriptionRef = reference("subscriptions")
SubscriptionCollectionRef = reference("subscription_collections")
GatewayRef = reference("gateways")
SecretRef = reference("secrets")


class Settings(BaseModel):
    """A group of settings inside a handler, such as one case or one row."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Handler(Settings, ABC):
    """One kind of node: its fields are the settings, its methods the behaviour.

    ``joins`` names outcomes that, left unlinked, go where another outcome goes.
    """

    kind: ClassVar[str]
    label: ClassVar[str]
    group: ClassVar[str]
    icon: ClassVar[str]
    outcomes: ClassVar[tuple[str, ...]] = ("next",)
    outcome_labels: ClassVar[Mapping[str, str]] = {}
    outcomes_from: ClassVar[str] = ""
    outcomes_if: ClassVar[Mapping[str, tuple[str, tuple[Any, ...]]]] = {}
    joins: ClassVar[Mapping[str, str]] = {}

    @abstractmethod
    def enter(self, ctx: "Context") -> "Move":
        """Act on arrival at the node."""

    def resume(self, ctx: "Context", event: "Event") -> "Move":
        """Act on an event this handler chose to wait for."""
        raise NotImplementedError(f"{self.kind} does not wait")

    def ways_out(self) -> tuple[str, ...]:
        """Every outcome of this node, those named in its settings first.

        ``outcomes_from`` is the path of a list and the name of the id of its items, such as
        ``cases.id``. ``outcomes_if`` says of an outcome that it exists only while the field at a
        path has one of some values. The editor reads the same two.
        """
        items, _, name = self.outcomes_from.rpartition(".")
        drawn = self._at(items) if items else None
        fixed = (outcome for outcome in self.outcomes if self._has(outcome))
        return (*(getattr(item, name) for item in drawn or ()), *fixed)

    def _has(self, outcome: str) -> bool:
        if outcome not in self.outcomes_if:
            return True
        path, values = self.outcomes_if[outcome]
        return self._at(path) in values

    def _at(self, path: str) -> Any:  # noqa: ANN401 - a setting may be anything
        """Return the setting at a path such as ``expect.choices``, nothing if there is none."""
        found: Any = self
        for name in path.split("."):
            found = getattr(found, name, None)
        return found

    def summary(self) -> str:
        """Say in one line what this node does, for its card."""
        return ""

    def problems(self) -> Iterator[tuple[str, str, str]]:
        """Yield (field, rule, message) for what is wrong although every field alone is right."""
        return iter(())

    def doubts(self) -> Iterator[tuple[str, str, str]]:
        """Yield (field, rule, message) for what works but is probably not meant so."""
        return iter(())

    def waits(self) -> bool:
        """Whether a session may stand here for a while, which makes a loop through it harmless."""
        return False

    def writes(self) -> Iterator[tuple[str, str]]:
        """Yield (scope, key) of the variables this node sets; a computed key is ``*``."""
        return iter(())

    def secrets(self) -> Iterator[tuple[str, str]]:
        """Yield (scope, key) of the variables whose values no trace may show."""
        return iter(())

    def label_of(self, outcome: str) -> str:
        """Say an outcome of this node in words; one drawn by the author has a label of its own."""
        items = self._at(self.outcomes_from.rpartition(".")[0]) if self.outcomes_from else None
        labels = {item.id: item.label for item in items or ()}
        return labels.get(outcome) or self.outcome_label(outcome)

    @classmethod
    def outcome_label(cls, outcome: str) -> str:
        """Say an outcome in words."""
        return cls.outcome_labels.get(outcome) or outcome.replace("_", " ").capitalize()

    @classmethod
    def describe(cls) -> dict[str, Any]:
        """Everything the editor needs to list, draw and edit this kind of node."""
        return {
            "kind": cls.kind,
            "label": cls.label,
            "group": cls.group,
            "icon": cls.icon,
            "help": cleandoc(cls.__doc__ or ""),
            "outcomes": list(cls.outcomes),
            "outcome_labels": {name: cls.outcome_label(name) for name in cls.outcomes},
            "outcomes_from": cls.outcomes_from,
            "outcomes_if": {
                name: {"field": field, "values": list(values)}
                for name, (field, values) in cls.outcomes_if.items()
            },
            "joins": dict(cls.joins),
            "schema": cls.model_json_schema(),
        }
