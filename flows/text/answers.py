"""Reading what people text back: numbers, e-mail addresses, phone numbers."""

import re
import unicodedata

from flows.text import msisdn

MAX_NUMBER_CHARACTERS = 40
MAX_EMAIL_CHARACTERS = 254
LARGEST_INTEGER = 2**63 - 1

Number = int | float

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WRITTEN = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)")
_COMMA_PARTS_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DOT_PARTS_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:(?:\.[0-9]{3})+,[0-9]+|(?:\.[0-9]{3}){2,})")
_SPACED = re.compile(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3}(?![0-9]))")
_BEFORE_NUMBER = "\"'“‘(#£$€¥"
_AFTER_NUMBER = ".,!?;:)\"'”’%£$€¥"
_EMAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}"
)
_AROUND_EMAIL = "<>()[]{},;:.!?\"'“”‘’"
_PHONE = re.compile(r"[+0-9][0-9 .()-]*")


def read_decimal(text: str) -> Number | None:
    """Read a number as programs write it."""
    text = text.strip()
    if len(text) > MAX_NUMBER_CHARACTERS or not _DECIMAL.fullmatch(text):
        return None
    return int(text) if text.lstrip("+-").isdecimal() else float(text)


def read_number(text: str) -> Number | None:
    """Read a number as people write it: alone, as the first word, or the only one in the text.

    A comma before three digits parts thousands, any other is a decimal comma.
    """
    words = _SPACED.sub("", _with_plain_digits(text.strip())).split()
    first = _read_word(words[0]) if words else None
    if first is not None:
        return first
    with_digits = [word for word in words if any(map(str.isdigit, word))]
    return _read_word(with_digits[0]) if len(with_digits) == 1 else None


def read_email(text: str) -> str | None:
    """Find the one e-mail address in a text; its domain is given in lower case."""
    found = {word for word in _words_around_at(text) if is_email(word)}
    if len(found) != 1:
        return None
    name, _, domain = found.pop().rpartition("@")
    return f"{name}@{domain.lower()}"


def is_email(text: str) -> bool:
    """Say whether a text is an e-mail address and nothing else."""
    if len(text) > MAX_EMAIL_CHARACTERS or ".." in text or ".@" in text or text.startswith("."):
        return False
    return _EMAIL.fullmatch(text) is not None


def read_phone(text: str, default_country: str | None = None) -> str | None:
    """Find the one phone number in a text and write it as we keep it."""
    found = set()
    for match in _PHONE.finditer(text):
        try:
            found.add(msisdn.normalise(match.group(), default_country))
        except msisdn.BadNumber:
            continue
    return found.pop() if len(found) == 1 else None


def _with_plain_digits(text: str) -> str:
    """Write the digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _read_word(word: str) -> Number | None:
    written = word.lstrip(_BEFORE_NUMBER).rstrip(_AFTER_NUMBER)
    if not _WRITTEN.fullmatch(written):
        return None
    if _COMMA_PARTS_THOUSANDS.fullmatch(written):
        written = written.replace(",", "")
    elif _DOT_PARTS_THOUSANDS.fullmatch(written):
        written = written.replace(".", "")
    return _whole_if_possible(read_decimal(written.replace(",", ".")))


def _whole_if_possible(number: Number | None) -> Number | None:
    if number is None or abs(number) > LARGEST_INTEGER:
        return None
    return int(number) if number == int(number) else number


def _words_around_at(text: str) -> list[str]:
    return [word.strip(_AROUND_EMAIL) for word in text.split() if "@" in word]
