import pytest

from tests.docs.blocks import DOCS, filled, names_in
from tests.docs.makers import MAKERS

PAGES = sorted(DOCS.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_generated_parts_say_what_the_code_says(page):
    text = page.read_text()

    assert filled(text, MAKERS) == text, "run .venv/bin/python -m tests.docs"


def test_every_generated_part_stands_in_one_page():
    found = [name for page in PAGES for name in names_in(page.read_text())]

    assert sorted(found) == sorted(MAKERS)
