"""Finds the Chromium that the browser tests drive."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str:
    """Give the path of an installed Chromium; a missing one is an error, never a skip."""
    given = os.environ.get("MEP_BROWSER")
    found = given or next(filter(None, map(shutil.which, NAMES)), None) or _own_browser()
    if not Path(found).exists():
        raise SystemExit("There is no Chromium; run .ci/browser, which installs one.")
    return found


def _own_browser() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


if __name__ == "__main__":
    sys.stdout.write(f"{find_browser()}\n")
