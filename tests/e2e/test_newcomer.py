"""The first five minutes of somebody who has just typed ``make run``."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.visits import NAME, PASSWORD, Console, fill_sign_in, sign_in

pytestmark = pytest.mark.e2e
SECOND = timedelta(seconds=1)
QUESTION = "reply YES to get Tea Club offers"
WELCOME = "welcome to Tea Club!"


def test_pages_send_a_stranger_to_sign_in_and_back(page):
    page.goto("/console")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    fill_sign_in(page, NAME, PASSWORD)

    expect(page.get_by_role("heading", name="Console")).to_be_visible()


@pytest.mark.parametrize(("name", "password"), [(NAME, "wrong"), ("nobody", PASSWORD)])
def test_wrong_half_of_a_login_gets_the_same_one_message(page, name, password):
    page.goto("/login")

    fill_sign_in(page, name, password)

    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_text("That name and password do not go together.")
    expect(page.get_by_label("Name")).to_have_value(name)


def test_signing_in_leads_home_and_from_there_to_the_console(page):
    sign_in(page)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Console").click()

    expect(page).to_have_url(re.compile("/console"))
    expect(page.get_by_role("heading", name="Console")).to_be_visible()


def test_signing_out_closes_the_pages(page):
    sign_in(page)
    page.get_by_role("button", name="Sign out").click()

    page.goto("/console")

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_texting_join_and_yes_brings_the_question_and_the_welcome(demo, stored):
    number = "447700904001"
    console = Console(demo).open(f"?number={number}")
    console.be(number)

    console.text("JOIN")
    console.shows(QUESTION)
    console.text("YES")
    console.shows(WELCOME)

    for words in (("MO", "JOIN"), ("MT", QUESTION), ("MO", "YES"), ("MT", WELCOME)):
        expect(console.row(*words)).to_have_count(1)
    assert sorted(console.ids()) == sorted(stored.ids(number))


def test_open_row_shows_each_step_as_it_happens(demo):
    number = "447700904002"
    console = Console(demo).open(f"?number={number}")
    console.be(number)
    console.text("JOIN")

    steps = console.unfold(console.row("MT", QUESTION))
    expect(steps.get_by_role("row")).to_have_text([re.compile("Ask for consent.*Waiting", re.S)])
    console.text("YES")

    expect(steps.get_by_role("row")).to_have_text(
        [
            re.compile("Ask for consent.*Waiting", re.S),
            re.compile("Ask for consent.*Confirmed", re.S),
            re.compile("Join the list.*Subscribed", re.S),
            re.compile("Welcome.*Sent", re.S),
        ]
    )


def test_every_step_is_stored_within_a_second_of_its_text(demo, stored):
    number = "447700904003"
    console = Console(demo).open(f"?number={number}")
    console.be(number)
    console.text("JOIN")
    console.shows(QUESTION)
    console.text("YES")
    console.shows(WELCOME)

    join, question, yes, welcome = stored.messages(number)
    first, *others = stored.steps(number)

    assert question["created_at"] - join["created_at"] < SECOND
    assert first["at"] - join["created_at"] < SECOND
    assert welcome["created_at"] - yes["created_at"] < SECOND
    outcomes = [step["outcome"] for step in others if step["outcome"]]
    assert outcomes == ["confirmed", "subscribed", "sent"]
    assert all(step["at"] - yes["created_at"] < SECOND for step in others)


def test_phone_says_why_nothing_comes_back_after_stop_and_how_to_return(demo):
    number = "447700904004"
    console = Console(demo).open(f"?number={number}")
    console.be(number)

    console.text("STOP")
    console.shows("you are not in Tea Club")
    console.text("WEATHER")
    console.shows("has opted out. Text START to get texts again.")
    console.text("START")
    expect(console.row("MO", "START")).to_have_count(1)
    console.text("WEATHER")

    console.shows("Tea garden: ")
