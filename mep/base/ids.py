"""Public ids: short, upper-case, unguessable."""

import re
import secrets
import string

ID_LENGTH = 12
MAX_ID_LENGTH = 16
REQUEST_ID_CHARACTERS = 20
GROUP = 5

_HEX = re.compile(rf"[0-9A-Fa-f]{{1,{MAX_ID_LENGTH}}}")
_REQUEST_ALPHABET = string.ascii_uppercase + string.digits


def new_id(length: int = ID_LENGTH) -> str:
    """Draw an id of upper-case hexadecimal digits that never begins with a zero."""
    digits = secrets.token_hex((length + 1) // 2)[:length].upper()
    return digits if digits[0] != "0" else new_id(length)


def new_request_id() -> str:
    """Draw a request id such as ``7EYYG-EF3XM-5LSQ5-ILR73``."""
    number = secrets.randbelow(len(_REQUEST_ALPHABET) ** REQUEST_ID_CHARACTERS)
    drawn = []
    for _ in range(REQUEST_ID_CHARACTERS):
        number, digit = divmod(number, len(_REQUEST_ALPHABET))
        drawn.append(_REQUEST_ALPHABET[digit])
    text = "".join(drawn)
    return "-".join(text[at : at + GROUP] for at in range(0, REQUEST_ID_CHARACTERS, GROUP))


def parse_id(text: str) -> str | None:
    """Bring an id of 1 to 16 hexadecimal digits to its stored form; ``None`` if it is none.

    Stored ids have no leading zeros, so zeros a client put in front are dropped.
    """
    if not _HEX.fullmatch(text):
        return None
    return text.upper().lstrip("0") or "0"
