"""Template filters for numbers and time spans."""

from datetime import timedelta

from django import template

from mep.base import spans

register = template.Library()


@register.filter
def thousands(number: int | None) -> str:
    """Write a number in full, with separators; an unknown one is a dash."""
    return "–" if number is None else f"{number:,}"


@register.filter
def span(length: timedelta | None) -> str:
    """Write a time span in its two largest units; an unknown one is a dash."""
    return "–" if length is None else spans.words(length)
