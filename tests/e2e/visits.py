"""What somebody does on the pages."""

import re

from playwright.sync_api import Locator, Page, expect

WINDOW = {"width": 1440, "height": 900}
NAME, PASSWORD = "demo", "mep-demo-2026"  # noqa: S105  published
CODE = "83000"


def sign_in(page: Page, name: str = NAME, password: str = PASSWORD) -> None:
    """Sign in and see a page behind it."""
    page.goto("/login")
    fill_sign_in(page, name, password)
    expect(page).not_to_have_url(re.compile("login"))


def fill_sign_in(page: Page, name: str, password: str) -> None:
    """Fill in the form for signing in and send it."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


class Console:
    """The console with its phone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = page.locator("tr.console-line")
        self.state = page.locator(".bar").get_by_role("status")
        self.phone = page.get_by_role("complementary", name="Phone")
        self.bubbles = self.phone.get_by_role("log")

    def open(self, query: str = "") -> "Console":
        """Open the page and wait until it is live."""
        self.page.goto(f"/console{query}")
        self.is_live()
        return self

    def is_live(self) -> None:
        """Wait until the page says it is live."""
        expect(self.state).to_have_text("Live")

    def be(self, number: str) -> None:
        """Be another phone."""
        field = self.phone.get_by_label("Number of the phone")
        field.fill(number)
        field.press("Enter")
        expect(self.bubbles).to_have_attribute("aria-label", f"Texts of {number}")

    def text(self, words: str) -> None:
        """Text the code from the phone."""
        field = self.phone.get_by_label(f"Text to {CODE}")
        field.fill(words)
        field.press("Enter")

    def shows(self, words: str) -> None:
        """Wait until the phone shows a text."""
        expect(self.bubbles).to_contain_text(words)

    def search(self, words: str) -> None:
        """Narrow the table by the search field."""
        self.page.get_by_label("Search by number, text or id").fill(words)

    def row(self, way: str, words: str) -> Locator:
        """Find the rows of texts in or out whose text has these words."""
        in_or_out = self.page.get_by_role("cell", name=way, exact=True)
        text = self.page.get_by_role("cell").filter(has_text=words)
        return self.rows.filter(has=in_or_out).filter(has=text)

    def unfold(self, row: Locator) -> Locator:
        """Open a row and give the steps of its session."""
        row.get_by_role("button", name=re.compile("Show all")).click()
        return self.page.get_by_role("table", name="Steps of the session")

    def ids(self) -> list[str]:
        """Give the ids of the rows as they stand."""
        return self.page.locator("[data-line]").evaluate_all(
            "lines => lines.map(line => line.dataset.line)"
        )
