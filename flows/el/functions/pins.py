"""Functions of chance."""

import string

from flows.el.env import Env
from flows.el.errors import ElError
from flows.el.functions.registry import function

MAX_PIN_CHARACTERS = 32


@function("generatePin")
def generate_pin(env: Env, length: int, letters: bool) -> str:
    """Return a random PIN of digits, or of capitals and digits; 1 to 32 characters.

    >>> ${af:length(af:generatePin(6, true))}
    6
    """
    if not 1 <= length <= MAX_PIN_CHARACTERS:
        raise ElError("function", f"a PIN has 1 to {MAX_PIN_CHARACTERS} characters")
    characters = string.ascii_uppercase + string.digits if letters else string.digits
    return "".join(env.random.choices(characters, k=length))


@function("random")
def random(env: Env, highest: int) -> int:
    """Return a random integer from 1 to the highest.

    >>> ${af:random(1)}
    1
    """
    if highest < 1:
        raise ElError("function", "the highest random number is at least 1")
    return env.random.randint(1, highest)
