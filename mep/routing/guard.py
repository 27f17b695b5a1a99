"""Words with which a person leaves, returns or asks for help, whatever the keywords are."""

from typing import Literal

from mep.routing.heard import Heard

GuardWord = Literal["stop", "stop_all", "start", "help"]

_WORDS: dict[str, GuardWord] = {
    "stop": "stop",
    "unsubscribe": "stop",
    "cancel": "stop",
    "end": "stop",
    "quit": "stop",
    "stopall": "stop_all",
    "stop all": "stop_all",
    "start": "start",
    "unstop": "start",
    "help": "help",
    "info": "help",
}
_LONGEST_CHARACTERS = 64


def guard_word(text: str) -> GuardWord | None:
    """Tell which such word a text is; it must stand alone, punctuation around it aside."""
    if len(text) > _LONGEST_CHARACTERS:
        return None
    return _WORDS.get(Heard(text).bare)
