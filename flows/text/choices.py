"""Which of several choices a reply means."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SPELLED_LETTERS = 5
"""Words shorter than this must be spelled rightly."""
YES_WORDS = ("yes", "y", "yeah", "yep", "ok", "okay", "sure", "true")
NO_WORDS = ("no", "n", "nope", "nah", "false")

_OUTER = " \t\r\n\"'“”‘’«»()[]¡¿.,!?;:…"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its id, and the words it goes by."""

    id: str
    names: tuple[str, ...]


def fold(text: str) -> str:
    """Write a text so that case, outer punctuation and white space make no difference.

    A text of punctuation only is kept, or a choice called "?" could not be chosen.
    """
    trimmed = text.strip(_OUTER) or text
    return " ".join(unicodedata.normalize("NFKC", trimmed).casefold().split())


def find_choice(
    text: str, choices: Sequence[Choice], *, positions: bool = True, spelling: bool = True
) -> Choice | None:
    """Find what is meant by exact words, number or letter, first words, or nearly right ones."""
    said = fold(text)
    if not said:
        return None
    found = _by_name(said, choices)
    if found is None and positions:
        found = _by_position(said, choices)
    if found is None:
        found = _by_first_words(said, choices)
    if found is None and spelling:
        found = _by_spelling(said, choices)
    return found


def find_yes_or_no(
    text: str, yes: Sequence[str] = YES_WORDS, no: Sequence[str] = NO_WORDS
) -> bool | None:
    """Say whether a reply means yes; nothing if it means neither."""
    found = find_choice(text, (Choice("yes", tuple(yes)), Choice("no", tuple(no))), positions=False)
    return None if found is None else found.id == "yes"


def is_one_edit_apart(one: str, other: str) -> bool:
    """Say whether one letter too many, too few or wrong is all that differs."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    same = 0
    while same < len(shorter) and shorter[same] == longer[same]:
        same += 1
    wrong = len(shorter) == len(longer)
    return shorter[same + wrong :] == longer[same + 1 :]


def _names(choices: Sequence[Choice]) -> Iterator[tuple[str, Choice]]:
    for choice in choices:
        yield from ((fold(name), choice) for name in choice.names if name.strip())


def _by_name(said: str, choices: Sequence[Choice]) -> Choice | None:
    return next((choice for name, choice in _names(choices) if name == said), None)


def _by_position(said: str, choices: Sequence[Choice]) -> Choice | None:
    first = said.split(maxsplit=1)[0].strip(_OUTER + "#")
    if first.isascii() and first.isdigit():
        position = int(first[:4])
    elif len(said) == 1 and "a" <= said <= "z":
        position = ord(said) - ord("a") + 1
    else:
        return None
    return choices[position - 1] if 1 <= position <= len(choices) else None


def _by_first_words(said: str, choices: Sequence[Choice]) -> Choice | None:
    leading = [(name, choice) for name, choice in _names(choices) if _leads(name, said)]
    return max(leading, key=lambda pair: len(pair[0]))[1] if leading else None


def _may_be_misspelled(name: str) -> bool:
    return len(name) >= SPELLED_LETTERS and not any(map(str.isdigit, name))


def _leads(name: str, said: str) -> bool:
    return said.startswith(name) and not said[len(name) : len(name) + 1].isalnum()


def _by_spelling(said: str, choices: Sequence[Choice]) -> Choice | None:
    """Forgive one wrong letter, in all of the reply or its first word, if one choice is meant."""
    for words in (said, said.split(maxsplit=1)[0].strip(_OUTER)):
        meant = {
            choice.id: choice
            for name, choice in _names(choices)
            if _may_be_misspelled(name) and is_one_edit_apart(words, name)
        }
        if meant:
            return next(iter(meant.values())) if len(meant) == 1 else None
    return None
