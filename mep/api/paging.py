"""Lists in pages: a cursor says where the next one begins."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from rest_framework import serializers

from mep.base.errors import Invalid

DEFAULT_ROWS = 50
MAX_ROWS = 250
MAX_CURSOR_CHARACTERS = 1_000

Row = TypeVar("Row", bound=Model)


class PageQuery(serializers.Serializer[Any]):
    """What every list takes beside its filters."""

    limit = serializers.IntegerField(
        min_value=1, max_value=MAX_ROWS, default=DEFAULT_ROWS, help_text="How many at most."
    )
    cursor = serializers.CharField(
        required=False,
        max_length=MAX_CURSOR_CHARACTERS,
        help_text="The `next` of the page before.",
    )


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by; the primary key decides between equals."""

    field: str
    is_descending: bool
    read: Callable[[str], Any]
    write: Callable[[Any], str]

    def names(self) -> tuple[str, str]:
        """Name the columns for ``order_by``."""
        sign = "-" if self.is_descending else ""
        return f"{sign}{self.field}", f"{sign}pk"

    def after(self, value: Any, key: int) -> Q:  # noqa: ANN401 - of any column
        """Match what comes after a row."""
        beyond = "lt" if self.is_descending else "gt"
        return Q(**{f"{self.field}__{beyond}e": value}) & (
            Q(**{f"{self.field}__{beyond}": value}) | Q(**{f"pk__{beyond}": key})
        )


def newest_first(field: str) -> Order:
    """Sort by a moment, the latest first."""
    return Order(field, True, _moment, datetime.isoformat)


def by_name(field: str) -> Order:
    """Sort by a text."""
    return Order(field, False, _text, str)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and where the next page begins if there is one."""

    rows: list[Row]
    next: str | None


def find_page(rows: QuerySet[Row], order: Order, limit: int, cursor: str | None) -> Page[Row]:
    """Read one page; ``rows`` must have the column to sort by."""
    if cursor:
        rows = rows.filter(order.after(*_read(cursor, order)))
    found = list(rows.order_by(*order.names())[: limit + 1])
    if len(found) <= limit:
        return Page(found, None)
    last = found[limit - 1]
    return Page(found[:limit], _written(order.write(getattr(last, order.field)), last.pk))


def _written(value: str, key: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([value, key]).encode()).decode().rstrip("=")


def _read(cursor: str, order: Order) -> tuple[Any, int]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        value, key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        return order.read(value), _key(key)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise Invalid("The cursor is none that was given out", field="cursor") from None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return moment


def _text(text: Any) -> str:  # noqa: ANN401 - JSON
    if not isinstance(text, str) or "\0" in text:
        raise ValueError("no text")
    text.encode()
    return text


def _key(key: Any) -> int:  # noqa: ANN401 - JSON
    if type(key) is not int or not -(2**63) <= key < 2**63:
        raise ValueError("no key")
    return key
