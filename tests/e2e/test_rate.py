"""The console when lines come faster than anybody reads."""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.e2e.visits import Console
from tests.installation import ROOT, wait_until

pytestmark = pytest.mark.e2e
PER_SECOND, SECONDS = 200, 10
PATIENCE_SECONDS = 90
MOST_ROWS = 500
FROZEN_MS = 5_000

MEASURE = """
window.measured = { gap: 0, task: 0, frames: 0 };
new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
        measured.task = Math.max(measured.task, entry.duration);
}).observe({ type: "longtask" });
let last = performance.now();
const look = (now) => {
    measured.gap = Math.max(measured.gap, now - last);
    measured.frames += 1;
    last = now;
    requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def test_page_answers_and_misses_nothing_at_200_lines_a_second(installation, demo, stored):
    number = "447700907001"
    heard = set()
    demo.on("websocket", lambda socket: socket.on("framereceived", lambda said: add(heard, said)))
    console = Console(demo).open(f"?number={number}")
    demo.evaluate(MEASURE)

    pouring = pour(installation, number)
    expect(demo.locator(".bar")).to_contain_text(re.compile(r"\d\d+ lines a second, 20 of them"))
    demo.get_by_role("button", name="Pause").click()
    expect(demo.get_by_role("button", name="Resume")).to_be_visible()
    demo.get_by_role("button", name=re.compile(r"Show \d+ newer")).click()
    wait_until(lambda: demo.evaluate("1") and pouring.poll() is not None, PATIENCE_SECONDS)
    wait_until(lambda: demo.evaluate("1") and heard >= set(stored.ids(number)), PATIENCE_SECONDS)

    assert pouring.returncode == 0
    assert len(stored.ids(number)) == PER_SECOND * SECONDS
    rows = console.ids()
    assert len(set(rows)) == len(rows) <= MOST_ROWS
    measured = demo.evaluate("({ ...measured, rows: document.querySelectorAll('tr').length })")
    sys.stdout.write(f"At {PER_SECOND} lines a second: {json.dumps(measured)}\n")
    assert measured["gap"] < FROZEN_MS


def test_every_line_of_a_crowded_second_can_be_found(installation, demo):
    number = "447700907002"
    assert pour(installation, number, seconds=1).wait(PATIENCE_SECONDS) == 0
    console = Console(demo).open(f"?number={number}")

    for place in (0, 77, PER_SECOND - 1):
        console.search(f"Text number {place} of")
        expect(console.rows).to_have_count(1)


def pour(installation, number, seconds=SECONDS):
    """Have another process store and publish lines."""
    return subprocess.Popen(  # noqa: S603  ourselves
        [sys.executable, "-m", "tests.e2e.pouring", number, str(PER_SECOND), str(seconds)],
        cwd=ROOT,
        env={**installation.env, "DJANGO_SETTINGS_MODULE": "mep.settings"},
    )


def add(heard, said):
    """Note the lines that came over the socket."""
    message = json.loads(said)
    heard.update(line["id"] for line in message.get("lines", ()))
