import pytest

from mep.accounts.roles import Area, Level
from tests import factories
from tests.mep.console.conftest import ago


@pytest.fixture
def browser(client, user):
    client.force_login(user)
    return client


def test_the_page_says_where_its_lines_come_from(browser, settings):
    page = browser.get("/console").content.decode()

    assert f'data-live-url="ws://testserver:{settings.MEP_LIVE_PORT}/ws/console"' in page
    assert 'data-backlog-url="/console/backlog"' in page
    assert 'data-zone="Europe/London"' in page
    assert 'data-service-url="/services/{id}"' in page


def test_the_page_leaves_a_csrf_token(browser, settings):
    browser.get("/console")

    assert settings.CSRF_COOKIE_NAME in browser.cookies


def test_strangers_are_sent_to_sign_in(db, client):
    assert client.get("/console")["Location"].startswith("/login")


def test_the_page_needs_the_console_role(account, client):
    client.force_login(factories.create_login(account, rights=factories.rights()))

    assert client.get("/console").status_code == 403


def test_the_backlog_is_the_message_of_the_socket(browser, account):
    message = factories.create_message(account)

    answer = browser.get("/console/backlog", {"since": ago(10).isoformat()}).json()

    assert set(answer) == {"type", "lines", "now", "complete"}
    assert [line["id"] for line in answer["lines"]] == [message.public_id]


def test_a_plus_that_became_a_space_is_understood(browser, account):
    factories.create_message(account, updated_at=ago(20))

    answer = browser.get(f"/console/backlog?since={ago(10).isoformat()}")

    assert answer.json()["lines"] == []


def test_the_backlog_passes_the_filters_of_the_address(browser, account):
    factories.create_message(account, "in")
    factories.create_message(account, "out", direction="MT")

    answer = browser.get("/console/backlog?direction=MT&direction=XX")

    assert [line["text"] for line in answer.json()["lines"]] == ["out"]


@pytest.mark.parametrize("since", ["yesterday", "", "2030-99-99", "0001-01-01T00:00:00+14:00"])
def test_an_odd_moment_is_no_fault(browser, since):
    assert browser.get("/console/backlog", {"since": since}).status_code == 200


def test_strangers_get_no_backlog(db, client):
    assert client.get("/console/backlog").status_code == 401


def test_the_backlog_needs_the_console_role(account, client):
    rights = factories.rights({Area.SERVICES: Level.MANAGER})
    client.force_login(factories.create_login(account, rights=rights))

    assert client.get("/console/backlog").status_code == 403


def test_the_backlog_is_only_read(browser):
    assert browser.post("/console/backlog").status_code == 405
