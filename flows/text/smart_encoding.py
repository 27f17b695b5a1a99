"""Signs that look like ones of the GSM alphabet, replaced so that a text stays cheap."""

from collections.abc import Iterable

from flows.text.gsm import is_gsm

_LOOKALIKES = {
    "'": "’‘‚‛′`´",
    '"': "“”„‟″«»",
    "-": "–—‐‑‒―−",
    "...": "…",
    " ": "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\t",
    "*": "•",
    "": "\u200b\u200c\u200d\u2060\ufeff\u00ad",
}
REPLACEMENTS = {
    character: replacement
    for replacement, characters in _LOOKALIKES.items()
    for character in characters
}
_TABLE = str.maketrans(REPLACEMENTS)


def encode_smartly(text: str) -> str:
    """Replace lookalikes if the text then fits the GSM alphabet; else leave it as it is."""
    if is_gsm(text):
        return text
    replaced = text.translate(_TABLE)
    return replaced if is_gsm(replaced) else text


def suggest_replacements(culprits: Iterable[str]) -> dict[str, str]:
    """Name a replacement for each of these characters that has one."""
    return {
        character: REPLACEMENTS[character] for character in culprits if character in REPLACEMENTS
    }
