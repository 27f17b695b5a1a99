"""Bracketed sets of Java's regular expressions, intersections included."""

from flows.text.pattern_classes import (
    PREDEFINED,
    Flags,
    both_cases,
    predefined,
    property_set,
    span,
)
from flows.text.pattern_escapes import escaped_code
from flows.text.pattern_source import Source

MAX_SET_DEPTH = 50


def parse_set(source: Source, flags: Flags, depth: int = 0) -> str:
    """Read a set whose opening bracket has been taken."""
    if depth > MAX_SET_DEPTH:
        raise source.error("sets are nested too deeply")
    negated = source.take("^")
    operands = [_union(source, flags, depth, first=True)]
    while source.take("&&"):
        operands.append(_union(source, flags, depth, first=False))
    source.take("]")
    present = [operand for operand in operands if operand]
    if not present or not operands[-1]:
        raise source.error("nothing stands beside &&")
    return f"[{'^' * negated}{'&&'.join(f'[{operand}]' for operand in present)}]"


def _union(source: Source, flags: Flags, depth: int, *, first: bool) -> str:
    members = ""
    while not source.starts_with("&&"):
        if source.starts_with("]") and (members or not first):
            break
        if not source.peek():
            raise source.error('missing "]"')
        members += _member(source, flags, depth)
    return members


def _member(source: Source, flags: Flags, depth: int) -> str:
    if "x" in flags and _skip_comment(source):
        return ""
    if source.take("["):
        return parse_set(source, flags, depth + 1)
    if source.starts_with("\\") and source.peek(1) in PREDEFINED and source.peek(1):
        source.next()
        return predefined(source.next(), flags)
    if source.starts_with("\\") and source.peek(1) in {"p", "P"}:
        source.next()
        return property_set(source, source.next(), flags)
    return _range(source, flags)


def _range(source: Source, flags: Flags) -> str:
    first = last = _code(source)
    if source.peek() == "-" and source.peek(1) not in {"]", "[", ""}:
        source.next()
        last = _code(source)
    if last < first:
        raise source.error("the range runs backwards")
    if "i" in flags and "u" not in flags:
        return both_cases(first, last)
    return span(first, last)


def _code(source: Source) -> int:
    item = source.next()
    if item == "\\":
        return escaped_code(source, source.next())
    return ord(item[-1])


def _skip_comment(source: Source) -> bool:
    if source.take_while(" \t\n\x0b\f\r", 1):
        return True
    if not source.take("#"):
        return False
    while source.peek() not in {"\n", "\r", ""}:
        source.next()
    return True
