"""Escapes that stand for one character in Java's regular expressions."""

import string
import unicodedata

from flows.text.pattern_source import Source

_CONTROLS = {"t": 0x09, "n": 0x0A, "r": 0x0D, "f": 0x0C, "a": 0x07, "e": 0x1B}
_OCTAL = "01234567"
_HIGHEST_CODE = 0x10FFFF
_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000


def escaped_code(source: Source, letter: str) -> int:
    """Return the character an escape stands for, its letter having been taken."""
    if letter in _CONTROLS:
        return _CONTROLS[letter]
    reader = _READERS.get(letter)
    if reader:
        return reader(source)
    if not letter or (letter.isascii() and letter.isalnum()):
        raise source.error(f'unknown escape "\\{letter}"')
    return ord(letter)


def _octal(source: Source) -> int:
    first = source.take_while(_OCTAL, 1)
    digits = first + source.take_while(_OCTAL, 2 if "0" <= first <= "3" else 1)
    if not digits:
        raise source.error("octal digits must follow \\0")
    return int(digits, 8)


def _hexadecimal(source: Source) -> int:
    if source.take("{"):
        return _braced(source)
    return _digits(source, 2)


def _braced(source: Source) -> int:
    digits = source.take_until("}")
    if not digits or not set(digits) <= set(string.hexdigits) or len(digits) > 8:  # noqa: PLR2004
        raise source.error("hexadecimal digits must stand between the braces")
    code = int(digits, 16)
    if code > _HIGHEST_CODE:
        raise source.error("there is no such character")
    return code


def _unicode(source: Source) -> int:
    code = _digits(source, 4)
    if _HIGH <= code < _LOW and source.take("\\u"):
        return _pair(source, code)
    return code


def _pair(source: Source, high: int) -> int:
    low = _digits(source, 4)
    if not _LOW <= low < _AFTER:
        raise source.error("half of a character")
    return 0x10000 + ((high - _HIGH) << 10) + (low - _LOW)


def _digits(source: Source, count: int) -> int:
    digits = source.take_while(string.hexdigits, count)
    if len(digits) < count:
        raise source.error(f"{count} hexadecimal digits expected")
    return int(digits, 16)


def _control(source: Source) -> int:
    item = source.next()
    if not item:
        raise source.error("a character must follow \\c")
    return ord(item[-1]) ^ 64


def _named(source: Source) -> int:
    if not source.take("{"):
        raise source.error("a name in braces must follow \\N")
    name = source.take_until("}")
    try:
        return ord(unicodedata.lookup(name))
    except (KeyError, TypeError):
        raise source.error("there is no character of that name") from None


_READERS = {
    "0": _octal,
    "x": _hexadecimal,
    "u": _unicode,
    "c": _control,
    "N": _named,
}
