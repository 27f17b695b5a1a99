"""Java's regular expressions rewritten for the ``regex`` module, construct by construct.

Nothing is passed through unread: whatever is not a construct of Java is refused, so that the other
module's own syntax (fuzzy matching, recursion, named lists) cannot be reached.
"""

import re
import string

from flows.text.pattern_classes import (
    LINE_ENDS,
    PREDEFINED,
    WORD,
    Flags,
    both_cases,
    character,
    predefined,
    property_set,
)
from flows.text.pattern_escapes import escaped_code
from flows.text.pattern_sets import parse_set
from flows.text.pattern_source import Source

MAX_DEPTH = 100
MAX_REPEAT = 2**31 - 1

_BEFORE_LAST_LINE_END = rf"(?:(?=(?:\r\n|[{LINE_ENDS}])?\Z)(?<!\r(?=\n)))"
_BEFORE_LINE_END = rf"(?:\Z|(?=[{LINE_ENDS}])(?<!\r(?=\n)))"
_AFTER_LINE_END = rf"(?:(?<![^{LINE_ENDS}])(?!\Z)(?<!\r(?=\n)))"
_MARKS = {
    "A": r"(?:\A)",
    "G": r"(?:\G)",
    "Z": _BEFORE_LAST_LINE_END,
    "z": r"(?:\Z)",
    "R": rf"(?:\r\n|[\x0b\f{LINE_ENDS}])",
    "X": r"\X",
}
_GROUP_OPENINGS = ("?:", "?=", "?!", "?>", "?<=", "?<!")
_INLINE_FLAGS = "idmsuxU"
_UNRESOLVED = re.compile("\0(\\d+)\0")


class Translator:
    """Reads one regular expression and writes the same for the ``regex`` module."""

    def __init__(self, text: str, flags: Flags) -> None:
        self._source = Source(text)
        self._flags = flags
        self._depth = 0
        self._groups = 0
        self._names: set[str] = set()

    def translate(self) -> str:
        """Return the rewritten pattern."""
        body = self._alternatives()
        if self._source.peek():
            raise self._source.error('unmatched ")"')
        return _UNRESOLVED.sub(self._resolve, body)

    def _resolve(self, found: re.Match[str]) -> str:
        """Make a reference to a group that does not exist never match."""
        return rf"\g<{found[1]}>" if int(found[1]) <= self._groups else "(?!)"

    def _alternatives(self) -> str:
        branches = [self._sequence()]
        while self._source.take("|"):
            branches.append(self._sequence())
        return "|".join(branches)

    def _sequence(self) -> str:
        pieces = ""
        while self._source.peek() not in {"", "|", ")"}:
            pieces += self._piece()
        return pieces

    def _piece(self) -> str:
        source = self._source
        if "x" in self._flags and self._skip_comment():
            return ""
        if source.peek() in {"*", "+", "?"}:
            raise source.error(f'nothing to repeat before "{source.peek()}"')
        if source.starts_with("("):
            atom = self._group()
        elif source.starts_with("{"):
            atom = ""
        else:
            atom = self._atom(source.next())
        repeat = self._repeat()
        return atom + repeat if atom else ""

    def _skip_comment(self) -> bool:
        if self._source.take_while(" \t\n\x0b\f\r", 1):
            return True
        if not self._source.take("#"):
            return False
        while self._source.peek() not in {"\n", "\r", ""}:
            self._source.next()
        return True

    def _repeat(self) -> str:
        source = self._source
        count = self._count() if source.starts_with("{") else source.take_while("?*+", 1)
        return count + source.take_while("?+", 1) if count else ""

    def _count(self) -> str:
        source = self._source
        start = source.error("a repetition is written {n}, {n,} or {n,m}")
        source.next()
        least = source.take_while(string.digits)
        comma = source.take(",")
        most = source.take_while(string.digits) if comma else least
        if not least or not source.take("}"):
            raise start
        if max(int(least), int(most or 0)) > MAX_REPEAT or (most and int(most) < int(least)):
            raise start
        return f"{{{int(least)},{most}}}" if comma else f"{{{int(least)}}}"

    def _group(self) -> str:
        source = self._source
        start = source.error('missing ")"')
        source.next()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise source.error("groups are nested too deeply")
        outer = self._flags
        opening = self._opening()
        if opening is None:
            self._depth -= 1
            return ""
        body = self._alternatives()
        if not source.take(")"):
            raise start
        self._flags = outer
        self._depth -= 1
        return f"(?:({opening}{body}))" if opening[1:2] in {"=", "!", "<"} else f"({opening}{body})"

    def _opening(self) -> str | None:
        """Return what follows the parenthesis; nothing if it only switched flags."""
        source = self._source
        if not source.starts_with("?"):
            self._groups += 1
            return ""
        for opening in _GROUP_OPENINGS:
            if source.take(opening):
                return opening
        if source.take("?<"):
            return self._name_group()
        source.next()
        return self._switch_flags()

    def _name_group(self) -> str:
        name = self._source.take_until(">")
        if not name.isascii() or not name.isalnum() or name[0].isdigit():
            raise self._source.error("a group name is letters and digits")
        if name in self._names:
            raise self._source.error(f'two groups are named "{name}"')
        self._groups += 1
        self._names.add(name)
        return f"?P<{name}>"

    def _switch_flags(self) -> str | None:
        source = self._source
        on = set(source.take_while(_INLINE_FLAGS))
        off = set(source.take_while(_INLINE_FLAGS)) if source.take("-") else set()
        if "U" in on:
            on.add("u")
        if "U" in off:
            off.add("u")
        self._flags = (self._flags | on) - off
        if source.take(")"):
            return None
        if not source.take(":"):
            raise source.error("unknown kind of group")
        return "?:"

    def _atom(self, item: str) -> str:
        if item == "[":
            return self._fold(parse_set(self._source, self._flags))
        if item == "\\":
            return self._escape()
        if item == ".":
            return self._dot()
        if item == "^":
            return _AFTER_LINE_END if "m" in self._flags else r"(?:\A)"
        if item == "$":
            return self._dollar()
        return self._literal(ord(item[-1]))

    def _dot(self) -> str:
        if "s" in self._flags:
            return "."
        return r"[^\n]" if "d" in self._flags else rf"[^{LINE_ENDS}]"

    def _dollar(self) -> str:
        if "d" in self._flags:
            return r"(?:(?=\n)|\Z)" if "m" in self._flags else r"(?:(?=\n?\Z))"
        return _BEFORE_LINE_END if "m" in self._flags else _BEFORE_LAST_LINE_END

    def _literal(self, code: int) -> str:
        if "i" in self._flags and "u" not in self._flags:
            members = both_cases(code, code)
            return f"[{members}]" if members != character(code) else members
        return self._fold(character(code))

    def _fold(self, atom: str) -> str:
        """Ignore case beyond ASCII, as far as one character stands for one."""
        return f"(?i-f:{atom})" if {"i", "u"} <= self._flags else atom

    def _escape(self) -> str:
        source = self._source
        letter = source.next()
        if letter and letter in "123456789":
            return self._reference(letter)
        if letter and letter in PREDEFINED:
            return predefined(letter, self._flags)
        if letter in _MARKS:
            return _MARKS[letter]
        return self._other_escape(letter)

    def _other_escape(self, letter: str) -> str:
        if letter in {"p", "P"}:
            return property_set(self._source, letter, self._flags)
        if letter in {"b", "B"}:
            return self._boundary(negated=letter == "B")
        if letter == "k":
            return self._named_reference()
        return self._literal(escaped_code(self._source, letter))

    def _boundary(self, *, negated: bool) -> str:
        word = predefined("w", self._flags) if "U" in self._flags else f"[{WORD}]"
        if negated:
            return f"(?:(?<={word})(?={word})|(?<!{word})(?!{word}))"
        return f"(?:(?<={word})(?!{word})|(?<!{word})(?={word}))"

    def _reference(self, digits: str) -> str:
        """Take more digits only while a group of that number has been opened."""
        digit = self._source.peek()
        while digit and digit in string.digits and int(digits + digit) <= self._groups:
            digits += self._source.next()
            digit = self._source.peek()
        return self._fold_reference(f"\0{digits}\0")

    def _named_reference(self) -> str:
        if not self._source.take("<"):
            raise self._source.error("a group name must follow \\k")
        name = self._source.take_until(">")
        if name not in self._names:
            raise self._source.error(f'there is no group named "{name}" before')
        return self._fold_reference(rf"\g<{name}>")

    def _fold_reference(self, reference: str) -> str:
        return f"(?i-f:{reference})" if "i" in self._flags else f"(?:{reference})"
