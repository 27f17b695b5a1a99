"""How many SMS a text takes, and where it is cut."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flows.text.gsm import CHARACTERS, ESCAPED_CHARACTERS, count_septets, is_gsm

__all__ = ["Measure", "count_capacity", "is_gsm", "measure", "split"]

Choice = Literal["auto", "gsm7", "ucs2"]
Encoding = Literal["GSM-7", "UCS-2"]

GSM: Encoding = "GSM-7"
UCS2: Encoding = "UCS-2"
USER_DATA_OCTETS = 140
CONCATENATION_OCTETS = 6


@dataclass(frozen=True, slots=True)
class Measure:
    """What sending a text takes.

    ``units`` are septets or UTF-16 units; ``culprits`` the characters outside the GSM alphabet,
    each once, in order.
    """

    encoding: Encoding
    characters: int
    units: int
    parts: int
    culprits: tuple[str, ...] = ()


def count_capacity(encoding: Encoding, header_octets: int = 0) -> int:
    """Count the septets or UTF-16 units that fit beside a user data header."""
    octets = USER_DATA_OCTETS - header_octets
    return octets * 8 // 7 if encoding == GSM else octets // 2


def measure(
    text: str, encoding: Choice = "auto", header_octets: int = CONCATENATION_OCTETS
) -> Measure:
    """Measure a text; ``header_octets`` is the header each of several parts carries.

    With ``gsm7`` a character outside the alphabet counts as one septet and is named as a culprit.
    """
    gsm = CHARACTERS.issuperset(text)
    culprits = () if gsm else tuple(dict.fromkeys(c for c in text if c not in CHARACTERS))
    chosen = _choose(encoding, gsm)
    units = count_septets(text) if chosen == GSM else _count_utf16(text)
    parts = _count_parts(text, chosen, units, header_octets)
    return Measure(chosen, len(text), units, parts, culprits)


def split(
    text: str, encoding: Choice = "auto", header_octets: int = CONCATENATION_OCTETS
) -> tuple[str, ...]:
    """Cut a text into parts, never inside an escaped or a surrogate pair."""
    chosen = _choose(encoding, CHARACTERS.issuperset(text))
    units = count_septets(text) if chosen == GSM else _count_utf16(text)
    if units <= count_capacity(chosen):
        return (text,) if text else ()
    cuts = [*_cuts(text, chosen, count_capacity(chosen, header_octets)), len(text)]
    starts = [0, *cuts[:-1]]
    return tuple(text[start:end] for start, end in zip(starts, cuts, strict=True))


def _choose(encoding: Choice, gsm: bool) -> Encoding:
    if encoding == "auto":
        return GSM if gsm else UCS2
    return GSM if encoding == "gsm7" else UCS2


def _count_utf16(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def _count_parts(text: str, encoding: Encoding, units: int, header_octets: int) -> int:
    if units <= count_capacity(encoding):
        return 1 if text else 0
    capacity = count_capacity(encoding, header_octets)
    if units == len(text):
        return -(-units // capacity)
    return 1 + sum(1 for _ in _cuts(text, encoding, capacity))


def _cuts(text: str, encoding: Encoding, capacity: int) -> Iterator[int]:
    """Find where each part but the first begins."""
    room = capacity
    for position, character in enumerate(text):
        wide = character in ESCAPED_CHARACTERS if encoding == GSM else character > "\uffff"
        room -= 1 + wide
        if room < 0:
            yield position
            room = capacity - 1 - wide
