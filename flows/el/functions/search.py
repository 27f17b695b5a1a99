"""Functions that look for something in a text."""

import re

from flows.el.env import Env
from flows.el.errors import ElError
from flows.el.functions.registry import function
from flows.text.patterns import Pattern, PatternError, compile_pattern

READING_COST = 20
"""What reading one character of a regular expression costs."""

_UK_MOBILE = re.compile(r"(?<![0-9])(?:\+44|00[ -]*+44|44|0)[ -]*+(7(?:[ -]*+[0-9]){9})(?![0-9])")
_SEPARATORS = str.maketrans("", "", " -")


@function("regexpMatches")
def regexp_matches(env: Env, text: str, regexp: str) -> bool:
    r"""Tell whether the whole text matches a regular expression.

    >>> ${af:regexpMatches("Colour it is", "(?i).*\\bcolou?r\\b.*")}
    true
    """
    return env.match(_pattern(env, regexp), text, whole=True) is not None


@function("regexpCapture")
def regexp_capture(env: Env, text: str, regexp: str, group: int) -> str | None:
    """Return a group of the first match, counted from 1; null if nothing matches.

    >>> ${af:regexpCapture("Order 123 please", "([0-9]+)", 1)}
    123
    """
    pattern = _pattern(env, regexp)
    if not 0 <= group <= pattern.groups:
        raise ElError("function", f"the regular expression has no group {group}")
    found = env.match(pattern, text, whole=False)
    return found.group(group) if found else None


def _pattern(env: Env, regexp: str) -> Pattern:
    env.spend(READING_COST * len(regexp))
    try:
        return compile_pattern(regexp)
    except PatternError as error:
        raise ElError("function", f"broken regular expression: {error.message}") from None


@function("getPhoneNumber")
def get_phone_number(text: str) -> str | None:
    """Return the first UK mobile number in the text, as digits beginning with 447.

    >>> ${af:getPhoneNumber("call 07700 900760 now")}
    447700900760
    """
    found = _UK_MOBILE.search(text)
    return "44" + found[1].translate(_SEPARATORS) if found else None
