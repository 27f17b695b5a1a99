"""Functions on text."""

from urllib.parse import quote

from flows.el.functions.limits import check_size
from flows.el.functions.registry import function

_WITHOUT_LETTERS = dict.fromkeys([*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1)])
_WITHOUT_DIGITS = dict.fromkeys(range(ord("0"), ord("9") + 1))
_WITHOUT_SPACES = dict.fromkeys(map(ord, " \t\r\n"))
_BLANKS = "".join(map(chr, range(ord(" ") + 1)))


@function("toUpperCase")
def to_upper_case(text: str) -> str:
    """Return the text in capitals.

    >>> ${af:toUpperCase("ok")}
    OK
    """
    return text.upper()


@function("toLowerCase")
def to_lower_case(text: str) -> str:
    """Return the text in small letters.

    >>> ${af:toLowerCase("STOP")}
    stop
    """
    return text.lower()


@function("capitalize")
def capitalize(text: str) -> str:
    """Return the text with its first letter as a capital, the rest as it is.

    >>> ${af:capitalize("ann McKay")}
    Ann McKay
    """
    return text[:1].upper() + text[1:]


@function("trim")
def trim(text: str) -> str:
    """Return the text without white space at either end.

    >>> [${af:trim("  yes ")}]
    [yes]
    """
    return text.strip(_BLANKS)


@function("length")
def length(text: str) -> int:
    """Return how many characters the text has.

    >>> ${af:length("hello")}
    5
    """
    return len(text)


@function("substring")
def substring(text: str, from_: int, to: int | None = None) -> str:
    """Return the characters from one place up to another; places count from 0.

    >>> ${af:substring("hamburger", 4, 8)}
    urge
    >>> ${af:substring("hamburger", 3)}
    burger
    """
    return text[max(from_, 0) : len(text) if to is None else max(to, 0)]


@function("indexOf")
def index_of(text: str, part: str) -> int:
    """Return where a part first stands in the text, from 0; -1 if it does not.

    >>> ${af:indexOf("one two", "two")}
    4
    """
    return text.find(part)


@function("contains")
def contains(text: str, part: str) -> bool:
    """Tell whether the text contains a part.

    >>> ${af:contains("yes please", "yes")}
    true
    """
    return part in text


@function("startsWith")
def starts_with(text: str, part: str) -> bool:
    """Tell whether the text begins with a part.

    >>> ${af:startsWith("JOIN news", "JOIN")}
    true
    """
    return text.startswith(part)


@function("endsWith")
def ends_with(text: str, part: str) -> bool:
    """Tell whether the text ends with a part.

    >>> ${af:endsWith("JOIN news", "news")}
    true
    """
    return text.endswith(part)


@function("replace")
def replace(text: str, part: str, other: str) -> str:
    """Return the text with every occurrence of a part replaced.

    >>> ${af:replace("1-2-3", "-", "/")}
    1/2/3
    """
    check_size(len(text) + text.count(part) * (len(other) - len(part)))
    return text.replace(part, other)


@function("concat")
def concat(text: str, *texts: str) -> str:
    """Return texts joined into one.

    >>> ${af:concat("A", 1, true)}
    A1true
    """
    check_size(len(text) + sum(map(len, texts)))
    return text + "".join(texts)


@function("removeLetters")
def remove_letters(text: str) -> str:
    """Return the text without the letters A to Z; all else stays.

    >>> ${af:removeLetters("a1b2c3")}
    123
    """
    return text.translate(_WITHOUT_LETTERS)


@function("removeNumbers")
def remove_numbers(text: str) -> str:
    """Return the text without digits.

    >>> ${af:removeNumbers("a1b2c3")}
    abc
    """
    return text.translate(_WITHOUT_DIGITS)


@function("removeSpaces")
def remove_spaces(text: str) -> str:
    """Return the text without spaces, tabs and line ends.

    >>> ${af:removeSpaces("07700 900 760")}
    07700900760
    """
    return text.translate(_WITHOUT_SPACES)


@function("urlEncode")
def url_encode(text: str) -> str:
    """Return the text so that it may stand in a web address.

    >>> ${af:urlEncode("fish & chips")}
    fish%20%26%20chips
    """
    return quote(text, safe="", errors="replace")
