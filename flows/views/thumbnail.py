"""A service drawn small: boxes in the colours of their groups, and lines between them."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from flows.handlers import HANDLERS
from mep.base.templatetags.look import group_class

CARD = (240, 112)
MARGIN = 24
TILE = 56
NARROWEST = (760, 420)
LINE = '<path d="M{},{} C{},{} {},{} {},{}"/>'
BOX = (
    '<g class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="18" fill="var(--surface)"'
    ' stroke="var(--line-strong)" stroke-width="3"/>'
    '<rect x="{}" y="{}" width="{}" height="{}" rx="14" fill="var(--tile)"/>'
    '<rect x="{}" y="{}" width="{}" height="14" rx="7" fill="var(--line-strong)"/></g>'
)

Place = tuple[float, float]
Document = Mapping[str, Any]


def thumbnail(document: Document) -> SafeString:
    """Draw a graph that has positions; it scales to the width it is given."""
    nodes = {node["id"]: node for node in document.get("nodes", ())}
    places = {key: _place(node) for key, node in nodes.items()}
    left, top, width, height = _frame(places)
    return format_html(
        '<svg class="thumbnail" viewBox="{} {} {} {}" width="100%" height="120" aria-hidden="true"'
        ' preserveAspectRatio="xMidYMid meet"><g fill="none" stroke="var(--control)"'
        ' stroke-width="4">{}</g>{}</svg>',
        left,
        top,
        width,
        height,
        format_html_join("", LINE, (_line(*ends) for ends in _ends(document, places))),
        format_html_join("", BOX, (_box(node, places[key]) for key, node in nodes.items())),
    )


def _place(node: Document) -> Place:
    x, y = node.get("position") or (0, 0)
    return float(x), float(y)


def _frame(places: Mapping[str, Place]) -> tuple[float, float, float, float]:
    """Give the box around all cards, at least as large as three cards side by side."""
    xs = [x for x, _ in places.values()] or [0.0]
    ys = [y for _, y in places.values()] or [0.0]
    width = max(max(xs) - min(xs) + CARD[0] + 2 * MARGIN, NARROWEST[0])
    height = max(max(ys) - min(ys) + CARD[1] + 2 * MARGIN, NARROWEST[1])
    left = (min(xs) + max(xs) + CARD[0]) / 2 - width / 2
    top = (min(ys) + max(ys) + CARD[1]) / 2 - height / 2
    return left, top, width, height


def _ends(document: Document, places: Mapping[str, Place]) -> list[tuple[Place, Place]]:
    links = document.get("links", ())
    pairs = dict.fromkeys((link["from"], link["to"]) for link in links)
    return [(places[a], places[b]) for a, b in pairs if a in places and b in places]


def _line(start: Place, end: Place) -> tuple[float, ...]:
    x1, y1 = start[0] + CARD[0] / 2, start[1] + CARD[1]
    x2, y2 = end[0] + CARD[0] / 2, end[1]
    middle = (y1 + y2) / 2
    return x1, y1, x1, middle, x2, middle, x2, y2


def _box(node: Document, place: Place) -> tuple[Any, ...]:
    kind = HANDLERS.get(node["kind"])
    x, y = place
    tile = (x + 24, y + (CARD[1] - TILE) / 2, TILE, TILE)
    bar = (x + 24 + TILE + 20, y + CARD[1] / 2 - 7, CARD[0] - TILE - 68)
    return group_class(kind.group if kind else "Flow"), x, y, *CARD, *tile, *bar
