"""Template tags for times in the login's zone."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mep.accounts import moments

register = template.Library()


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], value: datetime | None, case: str = "") -> SafeString | str:
    """Show a time shortly, in full when pointed at; "lower" inside a sentence; nothing: a dash."""
    if value is None:
        return "–"
    user = context["request"].user
    words = moments.recent(value, user)
    return _time(value, moments.whole(value, user), words.lower() if case == "lower" else words)


@register.simple_tag(takes_context=True)
def exactly(context: dict[str, Any], value: datetime | None) -> SafeString | str:
    """Show a time to the second, with its zone; nothing is a dash."""
    if value is None:
        return "–"
    words = moments.whole(value, context["request"].user)
    return _time(value, words, words)


@register.simple_tag(takes_context=True)
def zone(context: dict[str, Any]) -> str:
    """Name the zone in which this page shows times."""
    return timezone.now().astimezone(moments.zone_of(context["request"].user)).strftime("%Z")


def _time(value: datetime, title: str, words: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), title, words)
