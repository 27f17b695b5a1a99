"""The console without a pointer."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visits import CODE, Console

pytestmark = pytest.mark.e2e
MOST_STOPS = 80


def test_phone_and_table_are_worked_by_keys_alone(demo):
    number = "447700911001"
    console = Console(demo).open(f"?number={number}")
    console.be(number)

    go_to(demo, console.phone.get_by_label(f"Text to {CODE}"))
    demo.keyboard.type("HELP")
    demo.keyboard.press("Enter")
    expect(console.rows).to_have_count(2)
    go_to(demo, demo.get_by_role("button", name="Pause"))
    demo.keyboard.press("j")
    demo.keyboard.press("j")
    demo.keyboard.press("Enter")

    expect(demo.get_by_role("table", name="Steps of the session")).to_be_visible()
    expect(console.rows.nth(1).get_by_role("button")).to_be_focused()


def test_space_holds_the_table_still_and_slash_leads_to_search(demo):
    Console(demo).open()

    demo.keyboard.press("Space")
    expect(demo.get_by_role("button", name=re.compile("Resume"))).to_be_visible()
    demo.keyboard.press("/")
    demo.keyboard.type("a b")

    expect(demo.get_by_label("Search by number, text or id")).to_have_value("a b")
    expect(demo.get_by_role("button", name=re.compile("Resume"))).to_be_visible()


def test_filter_is_chosen_and_removed_by_keys(demo):
    console = Console(demo).open()

    go_to(demo, demo.get_by_role("button", name="Filter", exact=True))
    demo.keyboard.press("Enter")
    go_to(demo, demo.get_by_role("button", name="Way", exact=True))
    demo.keyboard.press("Enter")
    go_to(demo, demo.get_by_label("MT", exact=True))
    demo.keyboard.press("Space")
    demo.keyboard.press("Escape")

    expect(demo).to_have_url(re.compile("direction=MT"))
    expect(console.row("MO", "")).to_have_count(0)
    go_to(demo, demo.get_by_role("button", name="Remove the filter Way MT"))
    demo.keyboard.press("Enter")
    expect(demo).not_to_have_url(re.compile("direction"))


def go_to(page, wanted):
    """Press Tab until something has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_STOPS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by the tab key")
