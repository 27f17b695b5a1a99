"""Services from the page: found, made, published, texted, taken away and brought back."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e import calls
from tests.e2e.visits import Console

pytestmark = pytest.mark.e2e
CONNECT = "Publish it and let a keyword start it"
COLLECTIONS = ("Autumn campaign", "Service desk", "Tea Club")


def test_services_stand_under_their_collections_with_their_ids(installation, demo):
    demo.goto("/services/")

    for collection in COLLECTIONS:
        expect(demo.get_by_role("button", name=re.compile(f"^{collection}"))).to_be_visible()
    for name, service in calls.services(installation.address).items():
        row = demo.get_by_role("row").filter(has=demo.get_by_role("link", name=name, exact=True))
        expect(row).to_contain_text(service["id"])


def test_collection_folds_and_stays_folded(demo):
    demo.goto("/services/")
    fold = demo.get_by_role("button", name=re.compile("^Tea Club"))

    fold.click()
    demo.reload()

    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(demo.get_by_role("link", name="Tea Club HELP")).to_be_hidden()
    fold.click()
    expect(demo.get_by_role("link", name="Tea Club HELP")).to_be_visible()


@pytest.mark.parametrize("words", ["blend vote", "VOTE", "favourite"])
def test_search_finds_by_name_keyword_and_text(demo, words):
    demo.goto("/services/")
    demo.keyboard.press("/")
    demo.keyboard.type(words)
    demo.keyboard.press("Enter")

    expect(demo.get_by_role("link", name="Best blend vote")).to_be_visible()
    expect(demo.get_by_role("link", name="Tea Club HELP")).to_have_count(0)


def test_service_from_a_template_answers_the_phone_at_once(demo):
    number = "447700910001"
    demo.goto("/services/")
    demo.get_by_role("link", name="New service", exact=True).click()
    demo.get_by_role("link", name=re.compile("^Auto-response")).click()

    demo.get_by_label("Name").fill("Opening hours")
    demo.get_by_label("Message").fill("We are open until six.")
    demo.get_by_label(CONNECT).check()
    demo.get_by_role("textbox", name="Keyword").fill("HOURS")
    demo.get_by_role("button", name="Create service").click()

    expect(demo.get_by_role("heading", name="Opening hours")).to_be_visible()
    expect(demo.get_by_text("Live", exact=True)).to_be_visible()
    console = Console(demo).open(f"?number={number}")
    console.be(number)
    console.text("hours")
    console.shows("We are open until six.")


def test_draft_is_published_and_gets_its_keyword_step_by_step(demo):
    number = "447700910002"
    create(demo, "Where is the shop", "On the corner.")
    expect(demo.get_by_text("Draft", exact=True).first).to_be_visible()

    demo.get_by_role("link", name="Publish").click()
    demo.get_by_role("button", name="Publish version 1").click()
    expect(demo.get_by_text("Version 1 is live")).to_be_visible()
    demo.get_by_role("link", name="Keywords", exact=True).first.click()
    demo.get_by_label("Keyword").fill("WHERE")
    demo.get_by_role("button", name="Add keyword").click()
    expect(demo.get_by_role("cell", name="WHERE%")).to_be_visible()

    console = Console(demo).open(f"?number={number}")
    console.be(number)
    console.text("Where are you?")
    console.shows("On the corner.")


def test_keyword_that_is_taken_is_refused_at_the_form(demo):
    create(demo, "Second vote", "Thanks.")
    demo.get_by_role("link", name="Keywords", exact=True).first.click()

    demo.get_by_label("Keyword").fill("VOTE")
    demo.get_by_role("button", name="Add keyword").click()

    expect(demo.get_by_role("alert")).to_contain_text("VOTE")
    expect(demo.get_by_label("Keyword")).to_have_value("VOTE")


def test_faulty_draft_cannot_be_published_and_says_where_and_why(demo):
    create(demo, "Broken promise", "Hello ${user.firstName")

    demo.get_by_role("link", name="Publish").click()

    expect(demo.locator("main")).to_contain_text("Answer")
    expect(demo.locator("main")).to_contain_text("problem to mend before it can be published")
    expect(demo.get_by_role("button", name=re.compile("Publish version"))).to_have_count(0)


def test_paused_service_is_undone_by_the_toast(demo):
    demo.goto("/services/")
    demo.get_by_role("link", name="Weather at the tea garden").click()

    demo.get_by_role("switch", name="Takes new sessions").click()
    expect(demo.get_by_text("Paused", exact=True)).to_be_visible()
    demo.get_by_role("button", name="Undo").click()

    expect(demo.get_by_text("Live", exact=True)).to_be_visible()


def test_exported_service_comes_back_as_it_was(demo, tmp_path):
    demo.goto("/services/")
    demo.get_by_role("link", name="Best blend vote").click()
    before = export(demo, tmp_path / "before.json")

    demo.goto("/services/import")
    demo.get_by_label("File").set_input_files(tmp_path / "before.json")
    demo.get_by_role("button", name="Show the plan").click()
    demo.get_by_label("What to do with").select_option(label="Create beside it")
    demo.get_by_label("Name of service 1").fill("Best blend vote again")
    demo.get_by_role("button", name="Plan again").click()
    demo.get_by_role("button", name="Import 1 service").click()

    expect(demo.get_by_role("heading", name="Best blend vote again")).to_be_visible()
    after = export(demo, tmp_path / "after.json")
    for part in ("description", "properties", "graph", "variables"):
        assert after["service"][part] == before["service"][part]


def test_document_that_is_no_service_is_refused_in_words_and_kept(demo):
    demo.goto("/services/import")
    demo.get_by_label("JSON").fill('{"hello": 1')

    demo.get_by_role("button", name="Show the plan").click()

    expect(demo.get_by_role("alert")).to_be_visible()
    expect(demo.get_by_label("JSON")).to_have_value('{"hello": 1')


def test_session_of_a_service_tells_its_steps_and_texts(installation, demo):
    number = "447700910003"
    calls.text(installation.address, number, "VOTE sencha")
    expect(Console(demo).open(f"?number={number}").row("MT", "Sencha")).to_have_count(1)

    demo.goto("/services/")
    demo.get_by_role("link", name="Best blend vote", exact=True).click()
    demo.get_by_role("link", name="Sessions", exact=True).click()
    demo.get_by_role("link", name=number).click()

    expect(demo.get_by_role("heading", name="What happened")).to_be_visible()
    expect(demo.locator("main")).to_contain_text("VOTE sencha")
    expect(demo.locator("main")).to_contain_text("Sencha has")


def create(page, name, text):
    """Make a draft of an auto-response."""
    page.goto("/services/new/auto_response")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Message").fill(text)
    page.get_by_role("button", name="Create service").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def export(page, path):
    """Download the service that is open."""
    page.get_by_label("More to do").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export JSON").click()
    download.value.save_as(path)
    return json.loads(path.read_text())
