"""Every page in both themes: looked at by axe-core, and kept as a picture to be looked at."""

import pytest
from playwright.sync_api import expect

from tests.e2e import calls
from tests.e2e.conftest import PICTURES
from tests.e2e.visits import Console
from tests.installation import ROOT, wait_until

pytestmark = pytest.mark.e2e
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
THEMES = ("light", "dark")
NUMBER = "447700909001"
SECONDS = 30
GRAVE = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 160))].join(" | "));
}"""
PAGES = {
    "home": "/",
    "services": "/services/",
    "services-found": "/services/?q=vote",
    "service": "/services/{service}",
    "service-draft": "/services/{service}?show=draft",
    "service-versions": "/services/{service}/versions",
    "service-version": "/services/{service}/versions/1",
    "service-keywords": "/services/{service}/keywords",
    "service-variables": "/services/{service}/variables",
    "service-sessions": "/services/{service}/sessions",
    "service-session": "/services/{service}/sessions/{session}",
    "service-properties": "/services/{service}/properties",
    "service-publish": "/services/{service}/publish",
    "service-copy": "/services/{service}/copy",
    "service-draft-json": "/services/{service}/draft",
    "service-new": "/services/new",
    "service-fill": "/services/new/double_opt_in",
    "collection": "/services/collections/{collection}",
    "collection-new": "/services/collections/new",
    "import": "/services/import",
    "api": "/api/v1/docs",
    "not-found": "/services/00000000ABCD",
}
NOT_OURS = ("api",)
"""Swagger's page, which comes in a package."""


@pytest.fixture(scope="module")
def places(installation):
    """Give the ids that the pages' addresses need, after somebody has texted."""
    for words in ("JOIN", "YES", "WEATHER", "VOTE assam", "what?"):
        calls.text(installation.address, NUMBER, words)
    service = calls.services(installation.address)["Tea Club double opt-in"]
    wait_until(lambda: calls.sessions(installation.address, service["id"], NUMBER), SECONDS)
    session = calls.sessions(installation.address, service["id"], NUMBER)[0]
    return {
        "service": service["id"],
        "collection": service["collection"]["id"],
        "session": session["id"],
    }


@pytest.mark.parametrize("theme", THEMES)
def test_sign_in_has_no_grave_fault(page, theme):
    page.emulate_media(color_scheme=theme)
    page.goto("/login")

    keep(page, "sign-in", theme)
    assert faults(page) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_grave_fault(demo, places, name, theme):
    demo.emulate_media(color_scheme=theme)

    demo.goto(PAGES[name].format(**places))
    demo.wait_for_load_state("networkidle")

    expect(demo.locator("h1, .title")).not_to_have_count(0)
    keep(demo, name, theme)
    assert name in NOT_OURS or faults(demo) == []


@pytest.mark.parametrize("theme", THEMES)
def test_console_has_no_grave_fault(demo, places, theme):
    demo.emulate_media(color_scheme=theme)
    console = Console(demo).open(f"?number={NUMBER}")
    console.be(NUMBER)
    expect(console.bubbles).to_contain_text("welcome to Tea Club!")

    expect(console.unfold(console.row("MT", "welcome"))).to_be_visible()
    keep(demo, "console", theme)
    assert faults(demo) == []

    demo.get_by_role("button", name="Filter", exact=True).click()
    demo.get_by_role("button", name="Status").click()
    keep(demo, "console-filter", theme)
    assert faults(demo) == []


@pytest.mark.parametrize("name", ["home", "services", "service", "service-fill"])
def test_page_needs_no_scrolling_sideways_on_a_small_window(demo, places, name):
    demo.set_viewport_size({"width": 800, "height": 900})

    demo.goto(PAGES[name].format(**places))
    demo.wait_for_load_state("networkidle")

    keep(demo, name, "small")
    assert demo.evaluate("document.documentElement.scrollWidth") <= 800


@pytest.mark.parametrize("name", ["home", "services", "service", "service-new", "service-fill"])
def test_every_control_is_reached_by_the_tab_key(demo, places, name):
    demo.goto(PAGES[name].format(**places))
    demo.wait_for_load_state("networkidle")
    wanted = demo.evaluate(f"{CONTROLS}.length")

    reached = set()
    for _ in range(2 * wanted):
        demo.keyboard.press("Tab")
        reached.add(demo.evaluate(f"{CONTROLS}.indexOf(document.activeElement)"))

    assert set(range(wanted)) <= reached


CONTROLS = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((each) => each.checkVisibility() && !each.disabled && each.type !== "hidden"
        && each.tabIndex >= 0 && !each.closest("details:not([open]) > :not(summary)"))"""


def faults(page):
    """Give what axe-core calls serious or critical."""
    page.add_script_tag(path=AXE)
    return page.evaluate(GRAVE)


def keep(page, name, look):
    """Keep a picture of the page."""
    page.evaluate("document.fonts.ready")
    page.screenshot(path=PICTURES / f"{name}-{look}.png")
