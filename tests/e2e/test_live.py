"""The console while parts of the server die."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.calls import text
from tests.e2e.visits import Console
from tests.installation import wait_until

pytestmark = pytest.mark.e2e
SECONDS = 60
TEXTS = 8
BEFORE, MEANWHILE = "447700906001", "44770090610"


def test_lines_stored_while_web_and_live_are_down_appear_once_each(installation, demo, stored):
    console = Console(demo).open("?number=4477009060&number=4477009061")
    text(installation.address, BEFORE, "HELP")
    expect(console.rows).to_have_count(2)

    installation.kill("mep.asgi")
    expect(console.state).not_to_have_text("Live")
    for place in range(TEXTS):
        text(installation.address, f"{MEANWHILE}{place}", "HELP")
    installation.kill("mep.wsgi")
    wait_until(lambda: len(stored.ids(f"{MEANWHILE}%")) == 2 * TEXTS, SECONDS)

    expect(console.state).to_have_text("Live", timeout=SECONDS * 1000)
    expect(console.rows).to_have_count(2 + 2 * TEXTS)
    assert sorted(console.ids()) == sorted(stored.ids("44770090610%") + stored.ids(BEFORE))


def test_page_says_that_it_is_not_live_and_is_again_without_being_loaded(installation, demo):
    console = Console(demo).open()

    installation.kill("mep.asgi")

    expect(console.state).to_have_text(re.compile("Live line lost|No answer"))
    installation.wait_for_health(SECONDS)
    console.is_live()


def test_lines_arrive_by_themselves_after_redis_was_killed(installation, demo):
    number = "447700906201"
    console = Console(demo).open(f"?number={number}")

    installation.kill("redis-server")
    installation.wait_for_health(SECONDS)
    text(installation.address, number, "HELP")

    expect(console.rows).to_have_count(2)
