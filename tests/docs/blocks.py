"""Generated parts of the documents: what stands between two marks comes from the code."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

DOCS = Path(__file__).parent.parent.parent / "docs"
BLOCK = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

Maker = Callable[[], str]


def filled(text: str, makers: dict[str, Maker]) -> str:
    """Return a document with every generated part made anew."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{makers[found['name']]()}\n{found[3]}", text)


def names_in(text: str) -> list[str]:
    """Name the generated parts of a document."""
    return [found["name"] for found in BLOCK.finditer(text)]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *rows]
    return "".join(f"| {' | '.join(map(cell, line))} |\n" for line in lines)


def cell(text: str) -> str:
    """Write a text so that it fits one cell."""
    return text.strip().replace("\n", " ").replace("|", "\\|")


def code(text: str) -> str:
    """Write a text as code."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"
