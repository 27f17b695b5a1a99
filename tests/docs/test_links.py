import re
from pathlib import Path

import pytest

from tests.docs.blocks import DOCS

ROOT = DOCS.parent
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)(?P<page>[^)#\s]*)(?:#(?P<place>[^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
OURS = re.compile(r"`((?:mep|flows|subscriptions|tests|docs|templates|\.ci)/[\w./-]*)(?=[`: ])")
EXAMPLES = {"flows/handlers/note.py", "tests/flows/handlers/test_note.py"}
"""Files that a reader is told to write."""
TREE_FILE = re.compile(r"(?<=\s)[a-z_]+\.py\b")


def without_code(text):
    return CODE.sub("", FENCE.sub("", text))


def anchors(page):
    titles = HEADING.findall(FENCE.sub("", page.read_text()))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    broken = []
    for found in LINK.finditer(without_code(page.read_text())):
        target = (page.parent / found["page"]).resolve() if found["page"] else page
        is_there = target.exists() and target.is_relative_to(ROOT)
        if not is_there or (found["place"] and found["place"] not in anchors(target)):
            broken.append(found[0])

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_exists(page):
    named = set(OURS.findall(page.read_text())) - EXAMPLES

    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_every_file_of_the_tree_exists():
    text = (DOCS / "architecture.md").read_text()
    tree = text.partition("## 2. The tree")[2].partition("## 3.")[0]
    known = {path.name for folder in ("mep", "flows", "subscriptions") for path in modules(folder)}

    assert set(TREE_FILE.findall(tree)) - known - {"manage.py"} == set()


def modules(folder):
    return (ROOT / folder).rglob("*.py")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_this_machine(page):
    text = page.read_text()

    assert str(ROOT) not in text
    assert str(Path.home()) + "/" not in text


def test_every_page_is_reached_from_the_index():
    index = (DOCS / "index.md").read_text() + (DOCS / "adr" / "README.md").read_text()

    assert [p.name for p in DOCS.rglob("*.md") if p.name not in index] == ["index.md"]
