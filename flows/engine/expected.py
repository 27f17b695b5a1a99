"""The kinds of answer a question may expect, and how a reply is read as one."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import ConfigDict, Field

from flows.el.values import Value
from flows.engine.conditions import Regex
from flows.engine.handler import Settings
from flows.engine.ways import Way, check_ways
from flows.text import answers, choices
from flows.text.conditions import Groups, is_between
from flows.text.dates import read_date

if TYPE_CHECKING:
    from flows.engine.context import Context

MAX_CHOICES = 50
MAX_WORDS = 50
_ADVANCED: dict[str, Any] = {"advanced": True}

Words = Annotated[tuple[Annotated[str, Field(max_length=160)], ...], Field(max_length=MAX_WORDS)]


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply that fits: in its normal form, and by which outcome it leaves."""

    value: Value
    outcome: str = "valid"
    groups: Groups | None = None


class Expected(Settings, ABC):
    """One kind of answer."""

    @abstractmethod
    def read(self, ctx: "Context", text: str) -> Answer | None:
        """Read a reply; nothing if it does not fit."""

    def problems(self) -> Iterator[tuple[str, str, str]]:
        """Yield (field, rule, message) for what is wrong."""
        return iter(())


class AnyText(Expected):
    """Any text that is not empty."""

    model_config = ConfigDict(title="any text")
    answer: Literal["text"] = "text"

    def read(self, ctx: "Context", text: str) -> Answer | None:
        return Answer(text.strip()) if text.strip() else None


class Choice(Way):
    """One answer to choose, with other words for it."""

    synonyms: Words = Field((), title="Other words")


class ChoiceList(Expected):
    """One of several choices, each with a way out of its own."""

    model_config = ConfigDict(title="a choice")
    answer: Literal["choice"] = "choice"
    choices: tuple[Choice, ...] = Field(title="Choices", min_length=1, max_length=MAX_CHOICES)
    positions: bool = Field(
        True, title="May be given as 1, 2 … or a, b …", json_schema_extra=_ADVANCED
    )
    spelling: bool = Field(
        True,
        title="Forgive one wrong letter",
        description="In words of 5 letters or more.",
        json_schema_extra=_ADVANCED,
    )

    def read(self, ctx: "Context", text: str) -> Answer | None:
        offered = [choices.Choice(each.id, (each.label, *each.synonyms)) for each in self.choices]
        found = choices.find_choice(text, offered, positions=self.positions, spelling=self.spelling)
        return Answer(found.names[0], found.id) if found else None

    def problems(self) -> Iterator[tuple[str, str, str]]:
        yield from check_ways(self.choices, "choices")
        owner: dict[str, str] = {}
        for number, choice in enumerate(self.choices):
            for word in filter(None, map(choices.fold, choice.synonyms)):
                if owner.setdefault(word, choice.id) != choice.id:
                    field = f"choices.{number}.synonyms"
                    yield field, "unique", f"Two choices go by the word {word}"


class YesNo(Expected):
    """Yes or no, in the words you list."""

    model_config = ConfigDict(title="yes or no")
    answer: Literal["yes_no"] = "yes_no"
    yes: Words = Field(choices.YES_WORDS, title="Words for yes", min_length=1)
    no: Words = Field(choices.NO_WORDS, title="Words for no", min_length=1)

    def read(self, ctx: "Context", text: str) -> Answer | None:
        found = choices.find_yes_or_no(text, self.yes, self.no)
        if found is None:
            return None
        word = "yes" if found else "no"
        return Answer(word, word)


class NumberAnswer(Expected):
    """A number, if you wish within limits."""

    model_config = ConfigDict(title="a number")
    answer: Literal["number"] = "number"
    minimum: float | None = Field(None, title="From")
    maximum: float | None = Field(None, title="To")

    def read(self, ctx: "Context", text: str) -> Answer | None:
        number = answers.read_number(text)
        if number is None or not is_between(number, self.minimum, self.maximum):
            return None
        return Answer(number)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            yield "maximum", "range", "The highest number is below the lowest"


class DateAnswer(Expected):
    """A date, stored as 2026-08-31."""

    model_config = ConfigDict(title="a date")
    answer: Literal["date"] = "date"
    month_first: bool = Field(False, title="Month before day, as in 12/31/2026")

    def read(self, ctx: "Context", text: str) -> Answer | None:
        today = ctx.now.astimezone(ctx.session.zone).date()
        found = read_date(text, today, month_first=self.month_first)
        return Answer(found.isoformat()) if found else None


class EmailAnswer(Expected):
    """An e-mail address."""

    model_config = ConfigDict(title="an e-mail address")
    answer: Literal["email"] = "email"

    def read(self, ctx: "Context", text: str) -> Answer | None:
        address = answers.read_email(text)
        return Answer(address) if address else None


class PhoneAnswer(Expected):
    """A phone number, stored with its country code."""

    model_config = ConfigDict(title="a phone number")
    answer: Literal["phone"] = "phone"
    country: str = Field(
        "",
        title="Calling code of national numbers",
        description="Such as 44; without it only international numbers are understood.",
        pattern=r"^([1-9]\d{0,2})?$",
    )

    def read(self, ctx: "Context", text: str) -> Answer | None:
        number = answers.read_phone(text, self.country or None)
        return Answer(number) if number else None


class PatternAnswer(Expected):
    """Whatever a regular expression matches as a whole."""

    model_config = ConfigDict(title="a regular expression")
    answer: Literal["regex"] = "regex"
    matches: Regex = Field(title="That matches")
    ignore_case: bool = Field(True, title="Ignore case")

    def read(self, ctx: "Context", text: str) -> Answer | None:
        groups = self.matches.find(ctx, text, self.ignore_case)
        if groups is None:
            return None
        return Answer(text.strip(), groups=groups if self.matches.keep_groups else None)


ExpectedAnswer = Annotated[
    AnyText
    | ChoiceList
    | YesNo
    | NumberAnswer
    | DateAnswer
    | EmailAnswer
    | PhoneAnswer
    | PatternAnswer,
    Field(discriminator="answer"),
]
