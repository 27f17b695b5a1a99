"""The parts of the product a login may open."""

import pytest

from mep.accounts import navigation
from mep.accounts.roles import LEVELS, Area, Level
from mep.accounts.services import NewRights


def names(user, path="/"):
    return [entry.name for entry in navigation.entries(user, path)]


def test_shows_what_a_login_may_open(create_login):
    user = create_login(rights=NewRights({Area.SERVICES: Level.VIEWER}))

    assert names(user) == ["Home", "Services"]


def test_a_login_without_rights_has_its_home(ann):
    assert names(ann) == ["Home"]


def test_shows_no_page_that_does_not_exist(create_login):
    user = create_login(rights=NewRights({area: max(levels) for area, levels in LEVELS.items()}))

    assert all(entry.url for entry in navigation.entries(user, "/"))


@pytest.mark.parametrize(
    ("path", "active"),
    [("/", ["Home"]), ("/services/", ["Services"]), ("/services/ABC/versions", ["Services"])],
)
def test_marks_where_one_is(create_login, path, active):
    user = create_login(rights=NewRights({Area.SERVICES: Level.VIEWER}))

    entries = navigation.entries(user, path)

    assert [entry.name for entry in entries if entry.active] == active


def test_strangers_see_nothing(rf, client, db):
    request = client.get("/login").wsgi_request

    assert navigation.navigation(request) == {"nav": []}
