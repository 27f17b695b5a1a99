"""Tests of what a text or a value means: numbers, dates, addresses, more or less."""

from abc import ABC
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, Field

from flows.el.values import Value, to_text
from flows.engine.conditions import Condition
from flows.engine.handler import Template
from flows.text import answers
from flows.text.conditions import COMPARISONS, Groups, compare, is_between
from flows.text.dates import read_date

if TYPE_CHECKING:
    from flows.engine.context import Context

HOLDS: Groups = ()


class NumberBetween(Condition):
    """Is a number within limits; an open limit is left empty."""

    model_config = ConfigDict(title="is a number between")
    test: Literal["number_between"] = "number_between"
    minimum: float | None = Field(None, title="From")
    maximum: float | None = Field(None, title="To")

    def find(self, ctx: "Context", value: Value, ignore_case: bool) -> Groups | None:
        number = answers.read_number(to_text(value))
        if number is None or not is_between(number, self.minimum, self.maximum):
            return None
        return HOLDS


class IsDate(Condition):
    """Is a date."""

    model_config = ConfigDict(title="is a date")
    test: Literal["is_date"] = "is_date"
    month_first: bool = Field(False, title="Month before day, as in 12/31/2026")

    def find(self, ctx: "Context", value: Value, ignore_case: bool) -> Groups | None:
        today = ctx.now.astimezone(ctx.session.zone).date()
        found = read_date(to_text(value), today, month_first=self.month_first)
        return None if found is None else HOLDS


class IsEmail(Condition):
    """Is, or holds, an e-mail address."""

    model_config = ConfigDict(title="is an e-mail address")
    test: Literal["is_email"] = "is_email"

    def find(self, ctx: "Context", value: Value, ignore_case: bool) -> Groups | None:
        return None if answers.read_email(to_text(value)) is None else HOLDS


class IsPhone(Condition):
    """Is, or holds, an international phone number."""

    model_config = ConfigDict(title="is a phone number")
    test: Literal["is_phone"] = "is_phone"

    def find(self, ctx: "Context", value: Value, ignore_case: bool) -> Groups | None:
        return None if answers.read_phone(to_text(value)) is None else HOLDS


class IsEmpty(Condition):
    """Is nothing, or nothing but spaces."""

    model_config = ConfigDict(title="is empty")
    test: Literal["is_empty"] = "is_empty"

    def find(self, ctx: "Context", value: Value, ignore_case: bool) -> Groups | None:
        return None if to_text(value).strip() else HOLDS


class _Comparison(Condition, ABC):
    test: str
    value: Template = Field("", title="Value")

    def find(self, ctx: "Context", value: Value, ignore_case: bool) -> Groups | None:
        left = None if value is None else to_text(value)
        order = compare(left, ctx.render(self.value), ignore_case=ignore_case)
        return HOLDS if COMPARISONS[self.test](order) else None


class Equal(_Comparison):
    """Is the same number or text."""

    model_config = ConfigDict(title="=")
    test: Literal["equal"] = "equal"


class NotEqual(_Comparison):
    """Is another number or text."""

    model_config = ConfigDict(title="≠")
    test: Literal["not_equal"] = "not_equal"


class Less(_Comparison):
    """Is less."""

    model_config = ConfigDict(title="<")
    test: Literal["less"] = "less"


class AtMost(_Comparison):
    """Is less or the same."""

    model_config = ConfigDict(title="≤")
    test: Literal["at_most"] = "at_most"


class More(_Comparison):
    """Is more."""

    model_config = ConfigDict(title=">")
    test: Literal["more"] = "more"


class AtLeast(_Comparison):
    """Is more or the same."""

    model_config = ConfigDict(title="≥")
    test: Literal["at_least"] = "at_least"
