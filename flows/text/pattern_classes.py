"""Character classes of Java's regular expressions, written for the ``regex`` module."""

import string

from flows.text.pattern_source import PatternError, Source

LINE_ENDS = r"\n\r\x85\u2028\u2029"
WORD = "A-Za-z0-9_"

Flags = frozenset[str]

_ASCII = {
    "d": "0-9",
    "s": r"\t\n\x0b\f\r\x20",
    "w": WORD,
    "h": r"\t\x20\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000",
    "v": rf"\x0b\f{LINE_ENDS}",
}
_UNICODE = _ASCII | {
    "d": r"\p{Nd}",
    "s": r"\p{White_Space}",
    "w": r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200c\u200d",
}
PREDEFINED = "dswhvDSWHV"

_POSIX = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "ASCII": r"\x00-\x7f",
    "Alpha": "A-Za-z",
    "Digit": "0-9",
    "Alnum": "A-Za-z0-9",
    "Punct": r"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
    "Graph": r"\x21-\x7e",
    "Print": r"\x20-\x7e",
    "Blank": r"\x20\t",
    "Cntrl": r"\x00-\x1f\x7f",
    "XDigit": "0-9A-Fa-f",
    "Space": r"\t\n\x0b\f\r\x20",
}
_UNICODE_POSIX = {
    "Lower": r"\p{Lowercase}",
    "Upper": r"\p{Uppercase}",
    "Alpha": r"\p{Alphabetic}",
    "Digit": r"\p{Nd}",
    "Alnum": r"\p{Alphabetic}\p{Nd}",
    "Punct": r"\p{P}",
    "Blank": r"\p{Zs}\t",
    "Cntrl": r"\p{Cc}",
    "XDigit": r"\p{Nd}\p{Hex_Digit}",
    "Space": r"\p{White_Space}",
}
_OWN = {
    "L1": r"\x00-\xff",
    "LC": r"\p{Lu}\p{Ll}\p{Lt}",
    "LD": r"\p{L}\p{Nd}",
    "all": r"\x00-\U0010ffff",
    "javaAlphabetic": r"\p{Alphabetic}",
    "javaDigit": r"\p{Nd}",
    "javaLetter": r"\p{L}",
    "javaLetterOrDigit": r"\p{L}\p{Nd}",
    "javaLowerCase": r"\p{Lowercase}",
    "javaTitleCase": r"\p{Lt}",
    "javaUpperCase": r"\p{Uppercase}",
    "javaWhitespace": r"\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000",
}
_CATEGORY_LETTERS = {
    "C": "cfnos",
    "L": "lmotu",
    "M": "cen",
    "N": "dlo",
    "P": "cdefios",
    "S": "ckmo",
    "Z": "lps",
}
_CATEGORIES = frozenset(
    kind + letter for kind, letters in _CATEGORY_LETTERS.items() for letter in ["", *letters]
)
_BINARY = {
    "alphabetic": "Alphabetic",
    "ideographic": "Ideographic",
    "letter": "L",
    "lowercase": "Lowercase",
    "uppercase": "Uppercase",
    "titlecase": "Lt",
    "punctuation": "P",
    "control": "Cc",
    "white_space": "White_Space",
    "whitespace": "White_Space",
    "digit": "Nd",
    "hex_digit": "Hex_Digit",
    "hexdigit": "Hex_Digit",
    "noncharacter_code_point": "Noncharacter_Code_Point",
    "join_control": "Join_Control",
    "assigned": "Assigned",
}
_KEYS = {
    "gc": "category",
    "general_category": "category",
    "sc": "script",
    "script": "script",
    "blk": "block",
    "block": "block",
}
_NAME_CHARACTERS = frozenset(string.ascii_letters + string.digits + "_- ")


def as_set(members: str, *, negated: bool = False) -> str:
    """Return a bracketed set of members, or of everything else."""
    return f"[{'^' * negated}{members}]"


def predefined(letter: str, flags: Flags) -> str:
    r"""Return the set for ``\d`` and its like; capitals stand for the opposite."""
    table = _UNICODE if "U" in flags else _ASCII
    return as_set(table[letter.lower()], negated=letter.isupper())


def property_set(source: Source, letter: str, flags: Flags) -> str:
    r"""Read what follows ``\p`` or ``\P`` and return its set."""
    start = source.position
    name = source.take_until("}") if source.take("{") else source.next()
    negated = letter == "P"
    if name.startswith("^"):
        raise PatternError("unknown character property", start)
    return as_set(_members(name, start, flags), negated=negated)


def _members(name: str, start: int, flags: Flags) -> str:
    if not name or not _NAME_CHARACTERS.issuperset(name.replace("=", "", 1)):
        raise PatternError("unknown character property", start)
    if "i" in flags and name in {"Lower", "Upper"}:
        name = "Alpha"
    if "U" in flags and name in _UNICODE_POSIX:
        return _UNICODE_POSIX[name]
    found = _POSIX.get(name) or _OWN.get(name) or _unicode_members(name)
    if found is None:
        raise PatternError(f'unknown character property "{name}"', start)
    return found


def _unicode_members(name: str) -> str | None:
    key, equals, value = name.partition("=")
    if equals:
        return _keyed(_KEYS.get(key.lower(), ""), value)
    if name in _CATEGORIES:
        return rf"\p{{{name}}}"
    if name.startswith("Is"):
        return _is_members(name[2:])
    return rf"\p{{block={name[2:]}}}" if name.startswith("In") else None


def _keyed(kind: str, value: str) -> str | None:
    if kind == "category":
        return rf"\p{{{value}}}" if value in _CATEGORIES else _OWN.get(value)
    return rf"\p{{{kind}={value}}}" if kind and value else None


def _is_members(name: str) -> str:
    if name in _CATEGORIES:
        return rf"\p{{{name}}}"
    binary = _BINARY.get(name.lower())
    return rf"\p{{{binary}}}" if binary else rf"\p{{script={name}}}"


def character(code: int) -> str:
    """Return one character so that it stands for itself, in a set or outside."""
    text = chr(code)
    if text.isascii() and text.isalnum():
        return text
    if code <= 0xFF:  # noqa: PLR2004 - the widest code of two hexadecimal digits
        return f"\\x{code:02x}"
    return f"\\U{code:08x}"


def both_cases(first: int, last: int) -> str:
    """Return a range as set members, with the other case of its ASCII letters."""
    members = span(first, last)
    for low, high, shift in ((65, 90, 32), (97, 122, -32)):
        start, end = max(first, low), min(last, high)
        if start <= end:
            members += span(start + shift, end + shift)
    return members


def span(first: int, last: int) -> str:
    """Return a range as set members."""
    return character(first) if first == last else f"{character(first)}-{character(last)}"
