"""Tests of words: those a waiting session can make too, since each is a regular expression."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from flows.el.values import Value, to_text
from flows.engine.errors import HandlerError
from flows.engine.handler import LongTemplate, Settings
from flows.text.conditions import Groups, WordTest, find_groups, with_flags, word_pattern
from flows.text.patterns import PatternError, PatternTimeout, compile_pattern

if TYPE_CHECKING:
    from flows.engine.context import Context

MAX_WORDS = 100
MAX_GROUPS = 9
MAX_PATTERN_CHARACTERS = 500


def _check_pattern(source: str) -> str:
    pattern = compile_pattern(source)
    if pattern.groups > MAX_GROUPS:
        raise ValueError(f"the regular expression has more than {MAX_GROUPS} groups")
    return source


Word = Annotated[LongTemplate, Field(min_length=1, max_length=160)]
JavaPattern = Annotated[
    str,
    AfterValidator(_check_pattern),
    Field(min_length=1, max_length=MAX_PATTERN_CHARACTERS),
]


class Condition(Settings, ABC):
    """One test."""

    @abstractmethod
    def find(self, ctx: "Context", value: Value, ignore_case: bool) -> Groups | None:
        """Return what the test captured if it holds, else nothing."""


class TextCondition(Condition, ABC):
    """A test that a regular expression can make."""

    @abstractmethod
    def pattern(self, ctx: "Context", ignore_case: bool) -> str:
        """Write the regular expression that the whole text has to match."""

    def find(self, ctx: "Context", value: Value, ignore_case: bool) -> Groups | None:
        try:
            return find_groups(self.pattern(ctx, ignore_case), to_text(value))
        except (PatternError, PatternTimeout) as error:
            raise HandlerError("expression", str(error), defect=True) from error


class _Words(TextCondition, ABC):
    test: WordTest
    words: tuple[Word, ...] = Field(title="Words", min_length=1, max_length=MAX_WORDS)

    def pattern(self, ctx: "Context", ignore_case: bool) -> str:
        words = tuple(ctx.render(word) if "${" in word else word for word in self.words)
        return word_pattern(self.test, words, ignore_case)


class AnyOf(_Words):
    """Is one of the words, whatever stands around it."""

    model_config = ConfigDict(title="is any of")
    test: Literal["any_of"] = "any_of"


class StartsWith(_Words):
    """Begins with one of the words, or with a longer one."""

    model_config = ConfigDict(title="starts with")
    test: Literal["starts_with"] = "starts_with"


class FirstWord(_Words):
    """Has one of the words in front."""

    model_config = ConfigDict(title="first word is")
    test: Literal["first_word"] = "first_word"


class ContainsWord(_Words):
    """Has one of the words somewhere, standing alone."""

    model_config = ConfigDict(title="contains the word")
    test: Literal["contains_word"] = "contains_word"


class ContainsPhrase(_Words):
    """Has one of the phrases somewhere, also inside a word."""

    model_config = ConfigDict(title="contains the phrase")
    test: Literal["contains_phrase"] = "contains_phrase"


class Regex(TextCondition):
    """Matches a regular expression as a whole."""

    model_config = ConfigDict(title="matches the regular expression")
    test: Literal["regex"] = "regex"
    expression: JavaPattern = Field(title="Regular expression")
    keep_groups: bool = Field(True, title="Store its groups as session.match.1 to 9")

    def pattern(self, ctx: "Context", ignore_case: bool) -> str:
        return with_flags(self.expression, ignore_case)
