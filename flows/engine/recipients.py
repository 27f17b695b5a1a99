"""To whom a message goes."""

import re
from typing import TYPE_CHECKING

from flows.engine.errors import HandlerError
from flows.text import msisdn

if TYPE_CHECKING:
    from flows.engine.context import Context

MAX_RECIPIENTS = 20

_SEPARATORS = re.compile(r"[,;\r\n]+")


def split_list(text: str) -> list[str]:
    """Split what is parted by commas, semicolons or lines; each item once, in order."""
    items = (item.strip() for item in _SEPARATORS.split(text))
    return list(dict.fromkeys(item for item in items if item))


def find_recipients(ctx: "Context", to: str) -> list[str]:
    """Return the numbers a template names, the end user's if it is empty; raises HandlerError.

    What is no number stays as it is, for the message to be refused by name.
    """
    if not to.strip():
        return [ctx.session.msisdn]
    numbers = list(dict.fromkeys(map(_normalise, split_list(ctx.render(to, "to")))))
    if not numbers:
        raise HandlerError("number", "There is no number to send to")
    if len(numbers) > MAX_RECIPIENTS:
        raise HandlerError("number", f"{len(numbers)} numbers, {MAX_RECIPIENTS} are allowed")
    return numbers


def check_recipients(to: str) -> str:
    """Say what is wrong with numbers that are written out, or nothing."""
    if "${" in to:
        return ""
    wrong = [number for number in split_list(to) if not msisdn.is_msisdn(_normalise(number))]
    if wrong:
        return f"{wrong[0]} is not an international number such as 447700900123"
    if len(split_list(to)) > MAX_RECIPIENTS:
        return f"At most {MAX_RECIPIENTS} numbers"
    return ""


def _normalise(number: str) -> str:
    try:
        return msisdn.normalise(number)
    except msisdn.BadNumber:
        return number
