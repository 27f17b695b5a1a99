"""Template tags for small repeated marks: icons, initials, tiles of handler groups."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mep.base.templatetags.vite import vite_url

register = template.Library()

SPRITE = "src/icons/sprite.svg"


@register.simple_tag
def icon(name: str, size: str = "", css: str = "") -> SafeString:
    """Draw a lucide icon; size is empty (16 px), s, xs or l."""
    classes = " ".join(filter(None, ["icon", f"icon-{size}" if size else "", css]))
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        classes,
        vite_url(SPRITE),
        name,
    )


@register.simple_tag
def tile(group: str, name: str, size: str = "") -> SafeString:
    """Draw a handler's icon on the colour of its group; size is empty (26 px) or s."""
    small = size == "s"
    return format_html(
        '<span class="tile {} {}" aria-hidden="true">{}</span>',
        "tile-small" if small else "",
        group_class(group),
        icon(name, "xs" if small else ""),
    )


@register.filter
def group_class(group: str) -> str:
    """Name the class that colours a handler group: "End user" is "group-end-user"."""
    return "group-" + re.sub(r"[^a-z]+", "-", group.strip().lower())


@register.filter
def initials(name: object) -> str:
    """Shorten a name to two capitals for an avatar."""
    words = re.split(r"[\s._@-]+", str(name or "").strip())
    return "".join(word[0] for word in words[:2] if word).upper()


@register.filter
def undo_url(tags: str) -> str:
    """Find where a message's undo is posted to, out of its extra tags such as "undo:/x/undo"."""
    found = (tag.removeprefix("undo:") for tag in (tags or "").split() if tag.startswith("undo:"))
    return next(found, "")
