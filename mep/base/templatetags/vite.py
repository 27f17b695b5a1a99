"""Template tags for what the front end's build made: hashed files found through its manifest."""

import json
import logging
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
logger = logging.getLogger(__name__)

Manifest = dict[str, dict[str, Any]]


@register.simple_tag
def vite_url(source: str) -> str:
    """Give the address of a built file; empty when it was not built."""
    entry = _entry(source)
    return _address(entry["file"]) if entry else ""


@register.simple_tag
def vite_css(source: str) -> SafeString:
    """Link a stylesheet, or all the styles a script brings along."""
    entry = _entry(source)
    files = [entry["file"]] if entry and source.endswith(".css") else []
    files += [file for chunk in _chunks(source) for file in chunk.get("css", [])]
    links = ((_address(file),) for file in dict.fromkeys(files))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
def vite_js(source: str) -> SafeString:
    """Run a module with its styles, its parts loaded side by side."""
    chunks = list(_chunks(source))
    if not chunks:
        return SafeString("")
    preloads = ((_address(chunk["file"]),) for chunk in chunks[1:])
    return format_html(
        '{}\n{}\n<script type="module" src="{}"></script>',
        vite_css(source),
        format_html_join("\n", '<link rel="modulepreload" href="{}">', preloads),
        _address(chunks[0]["file"]),
    )


def _address(file: str) -> str:
    return f"{settings.STATIC_URL}{file}"


def _entry(source: str) -> dict[str, Any] | None:
    return _manifest().get(source)


def _chunks(source: str) -> Iterator[dict[str, Any]]:
    """Yield an entry and everything it imports, each once."""
    manifest = _manifest()
    waiting, seen = [source], set()
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in manifest:
            continue
        seen.add(name)
        yield manifest[name]
        waiting += manifest[name].get("imports", [])


def _manifest() -> Manifest:
    path = Path(settings.FRONTEND_DIST) / ".vite" / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        logger.warning("The front end is not built: pages have no styles and no scripts.")
        return {}


@lru_cache(maxsize=4)
def _read(path: Path, _changed_ns: int) -> Manifest:
    manifest: Manifest = json.loads(path.read_text())
    return manifest
