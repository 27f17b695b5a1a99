"""Tokens for our own API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mep.accounts import access, selectors, services, tokens
from mep.accounts.models import ApiToken
from mep.accounts.roles import Area, Level
from mep.accounts.services import NewRights
from mep.base.errors import Conflict, Invalid


@pytest.fixture
def manager(create_login):
    return create_login(rights=NewRights({Area.SERVICES: Level.MANAGER}))


def test_a_token_stands_for_its_login(manager):
    token, text = tokens.create_token(manager, "ci")

    user, found = tokens.find_user(text)

    assert (user, found) == (manager, token)
    assert access.is_allowed(user, Area.SERVICES, Level.MANAGER)


def test_only_the_hash_is_kept(manager):
    token, text = tokens.create_token(manager, "ci")

    assert text not in str(ApiToken.objects.values().get())
    assert len(text) > 40


def test_scopes_limit_a_token(manager):
    _, text = tokens.create_token(manager, "ci", scopes=["services:viewer"])

    user, _ = tokens.find_user(text)

    assert access.is_allowed(user, Area.SERVICES, Level.VIEWER, objects=["3D41AA9072"])
    assert not access.is_allowed(user, Area.SERVICES, Level.USER)


@pytest.mark.parametrize("scope", ["services", "services:boss", "everything", ""])
def test_refuses_unknown_scopes(manager, scope):
    with pytest.raises(Invalid):
        tokens.create_token(manager, "ci", scopes=[scope])


def test_refuses_a_second_token_of_a_name(manager):
    tokens.create_token(manager, "ci")

    with pytest.raises(Conflict):
        tokens.create_token(manager, "ci")


def test_a_rotated_token_has_a_new_text_only(manager):
    old, old_text = tokens.create_token(manager, "ci", scopes=["services:user"])

    new, new_text = tokens.rotate_token(old)

    assert tokens.find_user(old_text) is None
    assert tokens.find_user(new_text)[1].scopes == ["services:user"]
    assert list(selectors.list_tokens(manager.account_id, manager.pk)) == [new]


def test_an_expired_token_is_refused(manager):
    yesterday = timezone.now() - timedelta(days=1)
    _, text = tokens.create_token(manager, "ci", expires_at=yesterday)

    assert tokens.find_user(text) is None


def test_a_token_of_a_disabled_login_is_refused(manager):
    _, text = tokens.create_token(manager, "ci")
    services.disable_login(manager)

    assert tokens.find_user(text) is None


@pytest.mark.parametrize("text", ["", "mep_", "mep_guess", "\ud800"])
def test_guesses_are_refused(db, text):
    assert tokens.find_user(text) is None


def test_the_last_use_is_noted_once_a_minute(manager):
    _, text = tokens.create_token(manager, "ci")
    tokens.find_user(text)
    first = ApiToken.objects.get().last_used_at
    tokens.find_user(text)

    assert first
    assert ApiToken.objects.get().last_used_at == first
