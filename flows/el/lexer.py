"""From text to tokens, inside ``${`` and ``}``."""

import re
from dataclasses import dataclass
from typing import Literal

from flows.el.errors import ElError
from flows.el.names import RESERVED_WORDS, SCOPES

Sort = Literal["float", "integer", "name", "string", "operator", "end"]

_SPACE = re.compile(r"[ \t\r\n]*+")
_TOKEN = re.compile(
    r"""(?P<float>[0-9]++\.[0-9]*+(?:[eE][+-]?[0-9]++)?
               |\.[0-9]++(?:[eE][+-]?[0-9]++)?
               |[0-9]++[eE][+-]?[0-9]++)
      |(?P<integer>[0-9]++)
      |(?P<name>[A-Za-z_][A-Za-z0-9_]*+)
      |(?P<string>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')
      |(?P<operator>&&|\|\||[<>=!]=|[-+*/%<>!?:(),\[\].}])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CALL = re.compile(
    r"([A-Za-z_][A-Za-z0-9_]*+)[ \t\r\n]*+:[ \t\r\n]*+([A-Za-z_][A-Za-z0-9_]*+)[ \t\r\n]*+\("
)
_SEGMENT = re.compile(r"[A-Za-z0-9_]++")
_HYPHENATED = re.compile(r"-([A-Za-z_][A-Za-z0-9_]*+)")
_SCOPE_ACCESS = re.compile(rf"(?i:{'|'.join(SCOPES)})[ \t\r\n]*+[.\[]")


@dataclass(frozen=True, slots=True)
class Token:
    """One token and where it begins and ends."""

    sort: Sort
    text: str
    position: int
    end: int


class Lexer:
    """Reads tokens on demand, since a key after a dot follows rules of its own."""

    def __init__(self, text: str, position: int) -> None:
        self._text = text
        self._position = position
        self._ahead: Token | None = None

    @property
    def position(self) -> int:
        """Where reading goes on."""
        return self._position

    def peek(self) -> Token:
        """Return the next token without taking it."""
        if self._ahead is None:
            self._ahead = self._read()
        return self._ahead

    def next(self) -> Token:
        """Take the next token."""
        token = self.peek()
        self._position = token.end
        self._ahead = None
        return token

    def take(self, text: str) -> bool:
        """Take the next token if it is this operator."""
        if self.peek().text != text or self.peek().sort != "operator":
            return False
        self.next()
        return True

    def take_call(self) -> tuple[str, str, int] | None:
        """Take ``prefix:name(`` if that comes next; return its names and place."""
        start = self._skip_space()
        found = _CALL.match(self._text, start)
        if not found or not RESERVED_WORDS.isdisjoint(found.groups()):
            return None
        self._move(found.end())
        return found[1], found[2], start

    def take_dot(self) -> bool:
        """Take a dot that continues a key, even before a digit."""
        start = self._skip_space()
        if not self._text.startswith(".", start):
            return False
        self._move(start + 1)
        return True

    def take_key(self) -> str:
        """Take the part of a key that stands after a dot, hyphens included."""
        start = self._skip_space()
        found = _SEGMENT.match(self._text, start)
        if not found:
            raise self.unexpected(self.peek(), "a key")
        if found[0].lower() in RESERVED_WORDS:
            raise ElError("syntax", f'"{found[0]}" is a reserved word, not a key', start)
        end = found.end()
        while (more := _HYPHENATED.match(self._text, end)) and self._belongs(more):
            end = more.end()
        self._move(end)
        return self._text[start:end]

    def _belongs(self, hyphenated: re.Match[str]) -> bool:
        """Tell a hyphen within a key from a minus."""
        start = hyphenated.start(1)
        if hyphenated[1].lower() in RESERVED_WORDS or _SCOPE_ACCESS.match(self._text, start):
            return False
        call = _CALL.match(self._text, start)
        return call is None or not RESERVED_WORDS.isdisjoint(call.groups())

    def unexpected(self, token: Token, wanted: str) -> ElError:
        """Return the error for a token that does not fit."""
        found = f'not "{token.text}"' if token.text else "but the text ends"
        return ElError("syntax", f"expected {wanted}, {found}", token.position)

    def _move(self, position: int) -> None:
        self._position = position
        self._ahead = None

    def _skip_space(self) -> int:
        found = _SPACE.match(self._text, self._position)
        return found.end() if found else self._position

    def _read(self) -> Token:
        start = self._skip_space()
        if start >= len(self._text):
            return Token("end", "", start, start)
        found = _TOKEN.match(self._text, start)
        if not found:
            raise self._unreadable(start)
        sort: Sort = found.lastgroup  # type: ignore[assignment]
        text = _unquoted(found[0], start) if sort == "string" else found[0]
        return Token(sort, text, start, found.end())

    def _unreadable(self, start: int) -> ElError:
        character = self._text[start]
        if character in "\"'":
            return ElError("syntax", "the quotation mark is never closed", start)
        return ElError("syntax", f'"{character}" has no meaning here', start)


def _unquoted(quoted: str, start: int) -> str:
    for escape in _ESCAPE.finditer(quoted, 1, len(quoted) - 1):
        if escape[1] not in "\\\"'":
            message = f'"\\{escape[1]}" is not an escape; a backslash is written "\\\\"'
            raise ElError("syntax", message, start + escape.start())
    return _ESCAPE.sub(r"\1", quoted[1:-1])
