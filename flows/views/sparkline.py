"""A row of numbers drawn as a small line."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

WIDTH = 74
HEIGHT = 22
TOP = 3
BOTTOM = 20


def sparkline(values: Sequence[int], tone: str = "ok") -> SafeString | str:
    """Draw numbers from left to right; nothing when all are zero. ``tone`` is ok or bad."""
    if not any(values):
        return ""
    points = _points(values)
    return format_html(
        '<svg width="{w}" height="{h}" viewBox="0 0 {w} {h}" aria-hidden="true">'
        '<polygon points="0,21 {points} {right},21" fill="var(--{tone}-soft)"/>'
        '<polyline points="{points}" fill="none" stroke="var(--{tone})" stroke-width="1.5"'
        ' stroke-linejoin="round"/></svg>',
        w=WIDTH,
        h=HEIGHT,
        points=points,
        right=WIDTH - 2,
        tone=tone,
    )


def _points(values: Sequence[int]) -> str:
    step, most = (WIDTH - 2) / max(1, len(values) - 1), max(values)
    return " ".join(
        f"{place * step:.1f},{BOTTOM - value / most * (BOTTOM - TOP):.1f}"
        for place, value in enumerate(values)
    )
