"""One running installation and one browser for all browser tests."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import find_browser
from tests.e2e.stored import Stored
from tests.e2e.visits import WINDOW, sign_in
from tests.installation import ROOT, Installation

PATIENCE_MS = 30_000
BUILT = ROOT / "frontend" / "dist" / ".vite" / "manifest.json"
PICTURES = ROOT / "test-results"

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def installation():
    """Give an installation with its demo, all parts of it running; leave no process of it."""
    if not BUILT.exists():
        subprocess.run([ROOT / ".ci" / "frontend"], cwd=ROOT, check=True)  # noqa: S603  ours
    made = Installation(MEP_DEMO="1")
    made.start()
    yield made
    made.stop()
    left = made.processes()
    made.remove()
    assert left == []


@pytest.fixture(scope="session")
def browser():
    """Give the browser."""
    path = find_browser()
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-dev-shm-usage"]
        started = playwright.chromium.launch(executable_path=path, args=options)
        yield started
        started.close()


@pytest.fixture
def stored(installation: Installation):
    """Give what the installation's database holds."""
    with Stored(installation.home) as found:
        yield found


@pytest.fixture
def page(installation: Installation, browser: Browser, request: pytest.FixtureRequest):
    """Give an empty tab of somebody who has not signed in; its scripts must not fail."""
    context = browser.new_context(base_url=installation.address, viewport=WINDOW)
    yield from _tab(context, request)


@pytest.fixture(scope="session")
def demo_cookies(installation: Installation, browser: Browser):
    """Give the cookies of the demo login, signed in once."""
    context = browser.new_context(base_url=installation.address, viewport=WINDOW)
    page = context.new_page()
    sign_in(page)
    cookies = context.storage_state()
    context.close()
    return cookies


@pytest.fixture
def demo(installation, browser, demo_cookies, request):
    """Give a tab that is signed in as the demo login; its scripts must not fail."""
    context = browser.new_context(
        base_url=installation.address, viewport=WINDOW, storage_state=demo_cookies
    )
    yield from _tab(context, request)


def _tab(context: BrowserContext, request: pytest.FixtureRequest):
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    _picture(page, request.node.name)
    context.close()
    assert failures == [], "a script of the page failed"


def _picture(page: Page, name: str) -> Path:
    """Keep how the tab looked at the end, for whoever reads why a test failed."""
    path = PICTURES / "last" / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png"
    page.screenshot(path=path)
    return path
