"""Whether the settings of one node are right, each alone and together."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flows.el.errors import ElError
from flows.engine.checks.issue import Issue, Known, Placed
from flows.engine.fields import find_references, path_of
from flows.engine.handler import Handler

WORDS = {
    "services": "service",
    "subscriptions": "subscription",
    "subscription_collections": "subscription collection",
    "gateways": "gateway account",
    "secrets": "secret",
}
HOUR = ("value", "give an hour such as 09:30")
MOMENT = ("value", "give a date and time such as 2026-08-31T09:00")
SWITCH = ("value", "switch it on or off")
WHOLE = ("value", "give a whole number")
CHOICE = ("choice", "make a choice")
SENTENCES = {
    "missing": ("required", "fill this in"),
    "extra_forbidden": ("unknown", "{label} has no such setting"),
    "literal_error": ("choice", "choose {expected}"),
    "union_tag_not_found": CHOICE,
    "union_tag_invalid": CHOICE,
    "greater_than_equal": ("range", "use {ge} or more"),
    "greater_than": ("range", "use more than {gt}"),
    "less_than_equal": ("range", "use {le} or less"),
    "less_than": ("range", "use less than {lt}"),
    "string_type": ("value", "give a text"),
    "string_pattern_mismatch": ("value", "this does not have the right form"),
    "tuple_type": ("value", "give a list"),
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "float_type": ("value", "give a number"),
    "float_parsing": ("value", "give a number"),
    "bool_type": SWITCH,
    "bool_parsing": SWITCH,
    "time_type": HOUR,
    "time_parsing": HOUR,
    "time_delta_parsing": ("value", "give a time span such as PT24H"),
    "datetime_parsing": MOMENT,
    "datetime_from_date_parsing": MOMENT,
}
LENGTHS = ("string_too_long", "too_long", "string_too_short", "too_short")


def read_handler(kind: type[Handler], settings: Mapping[str, Any]) -> Handler | ValidationError:
    """Read the settings of a node, or say what is wrong with them."""
    try:
        return kind.model_validate(dict(settings))
    except ValidationError as error:
        return error


def check_values(node: Placed, error: ValidationError) -> Iterator[Issue]:
    """Turn what is wrong with values into sentences."""
    assert node.kind  # noqa: S101 - only settings of a known kind are read
    faults = error.errors(include_url=False)
    for fault in faults:
        if fault["type"] == "too_short" and _is_short_of_bad_rows(fault["loc"], faults):
            continue
        path = path_of(node.kind, fault["loc"])
        rule, message = _told(node.kind, fault)
        yield node.issue("error", path, rule, message)


def _is_short_of_bad_rows(place: tuple[int | str, ...], faults: list[ErrorDetails]) -> bool:
    """Whether a list counts as too short only because rows of it are wrong themselves."""
    return any(other["loc"][: len(place)] == place != other["loc"] for other in faults)


def _told(kind: type[Handler], fault: ErrorDetails) -> tuple[str, str]:
    context, form = fault.get("ctx", {}), fault["type"]
    cause = context.get("error")
    if isinstance(cause, ElError):
        return cause.code, f"{cause.message} (character {cause.position + 1})"
    if form == "value_error":
        return "value", str(cause)
    if form in LENGTHS:
        return _told_length(fault, context)
    if form not in SENTENCES:
        return "value", fault["msg"]
    rule, sentence = SENTENCES[form]
    return rule, sentence.format(label=kind.label, **context)


def _told_length(fault: ErrorDetails, context: Mapping[str, Any]) -> tuple[str, str]:
    value, what = fault["input"], "rows"
    if isinstance(value, str):
        what = "characters"
    if "max_length" in context:
        most = context["max_length"]
        return "length", f"{len(value):,} {what}, at most {most:,} are allowed"
    if context["min_length"] == 1:
        return "required", "fill this in" if isinstance(value, str) else "add at least one"
    return "length", f"{len(value):,} {what}, at least {context['min_length']:,} are needed"


def check_together(node: Placed, known: Known) -> Iterator[Issue]:
    """Find what is wrong, or odd, between fields, and what they name that does not exist."""
    assert node.handler  # noqa: S101 - only nodes that could be read come here
    for path, rule, message in node.handler.problems():
        yield node.issue("error", path, rule, message)
    for path, rule, message in node.handler.doubts():
        yield node.issue("warning", path, rule, message)
    for leaf in find_references(node.leaves):
        if leaf.source in known.references and leaf.value not in known.references[leaf.source]:
            word = WORDS.get(leaf.source, leaf.source)
            yield node.issue(
                "error", leaf.path, "missing", f"there is no {word} {leaf.value} here any more"
            )
