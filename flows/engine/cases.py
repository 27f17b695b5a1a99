"""Ordered cases, the first of which that holds is taken."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import Field

from flows.el.values import Value
from flows.engine import conditions as words
from flows.engine import value_conditions as values
from flows.engine.keeping import keep_text
from flows.engine.ways import Way
from flows.text.conditions import Groups

if TYPE_CHECKING:
    from flows.engine.context import Context

MAX_CASES = 50
MATCHES = tuple(("session", f"match.{number}") for number in range(1, words.MAX_GROUPS + 1))

_Words = (
    words.AnyOf
    | words.StartsWith
    | words.FirstWord
    | words.ContainsWord
    | words.ContainsPhrase
    | words.Regex
)
_Meaning = values.NumberBetween | values.IsDate | values.IsEmail | values.IsPhone | values.IsEmpty
_Order = values.Equal | values.NotEqual | values.Less | values.AtMost | values.More | values.AtLeast
TextTest = Annotated[_Words, Field(discriminator="test")]
MessageTest = Annotated[_Words | _Meaning, Field(discriminator="test")]
ValueTest = Annotated[_Words | _Meaning | _Order, Field(discriminator="test")]


class MessageCase(Way):
    """A way out for messages of one sort."""

    when: MessageTest = Field(title="When the message")
    ignore_case: bool = Field(True, title="Ignore case")


class ValueCase(Way):
    """A way out for values of one sort."""

    when: ValueTest = Field(title="When the value")
    ignore_case: bool = Field(True, title="Ignore case")


C = TypeVar("C", MessageCase, ValueCase)


def choose(ctx: "Context", cases: Sequence[C], value: Value) -> C | None:
    """Return the first case that holds, and store what its regular expression captured."""
    for case in cases:
        groups = case.when.find(ctx, value, case.ignore_case)
        if groups is None:
            continue
        if isinstance(case.when, words.Regex) and case.when.keep_groups:
            keep_groups(ctx, groups)
        return case
    return None


def keep_groups(ctx: "Context", groups: Groups) -> None:
    """Set ``session.match.1`` to ``9``; a group that took no part leaves none behind."""
    for (scope, key), text in zip_longest(MATCHES, groups):
        if text is None:
            ctx.clear(scope, key)
        else:
            keep_text(ctx, scope, key, text)


def keeps_groups(cases: Sequence[MessageCase] | Sequence[ValueCase]) -> bool:
    """Say whether one of the cases sets ``session.match``."""
    return any(isinstance(case.when, words.Regex) and case.when.keep_groups for case in cases)
