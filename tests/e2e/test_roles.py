"""What logins with fewer roles see."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.e2e.calls import text
from tests.e2e.visits import PASSWORD, Console, sign_in
from tests.installation import ROOT

pytestmark = pytest.mark.e2e
SECONDS = 60
ACCOUNT = "Bramble Tea"


def test_console_refuses_a_login_without_its_role_in_words(installation, page):
    create_login(installation, "no-console", "Services Viewer")
    sign_in(page, "no-console")
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket))  # noqa: PLW0108  no builtins

    answer = page.goto("/console")

    assert answer.status == 403
    expect(page.locator("main")).to_contain_text(re.compile("may not|not allowed", re.I))
    assert sockets == []
    assert page.request.get("/console/backlog").status == 403


def test_socket_closes_on_a_login_without_the_role(installation, page):
    create_login(installation, "no-socket", "Services Viewer")
    sign_in(page, "no-socket")

    code = page.evaluate(
        """address => new Promise((tell) => {
            new WebSocket(address).onclose = (event) => { tell(event.code); };
        })""",
        f"ws://127.0.0.1:{installation.live_port}/ws/console",
    )

    assert code == 4403


def test_numbers_are_masked_for_a_login_without_the_details_role(installation, page):
    create_login(
        installation,
        "no-details",
        "Console Viewer",
        "Services Manager",
        "Routing Manager",
        "Utilities User",
    )
    sign_in(page, "no-details")
    console = Console(page).open()

    text(installation.address, "447700908001", "Whose number is this")

    row = console.row("MO", "Whose number is this")
    expect(row).to_contain_text("4477••••8001")
    expect(page.locator("body")).not_to_contain_text("447700908001")
    console.be("447700908002")
    console.text("HELP")
    console.shows("max 4 texts a month")
    expect(console.row("MT", "max 4 texts a month")).to_contain_text("4477••••8002")


def create_login(installation, name, *roles):
    """Create a login with the demo's password, as an operator does."""
    options = [part for role in roles for part in ("--role", role)]
    subprocess.run(  # noqa: S603  ourselves
        [sys.executable, "manage.py", "create_login", ACCOUNT, name, *options],
        cwd=ROOT,
        env={**installation.env, "MEP_PASSWORD": PASSWORD},
        check=True,
        timeout=SECONDS,
    )
