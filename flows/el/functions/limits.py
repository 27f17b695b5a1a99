"""What a function may take and give."""

from flows.el.errors import ElError

MAX_TEXT_CHARACTERS = 65_536


def check_size(characters: int) -> None:
    """Refuse to make a text longer than any field can hold."""
    if characters > MAX_TEXT_CHARACTERS:
        raise ElError("function", f"the text is longer than {MAX_TEXT_CHARACTERS} characters")
