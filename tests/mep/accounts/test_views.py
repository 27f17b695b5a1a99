"""Signing in and out of the pages."""

import time

import pytest
from django.conf import settings
from django.test import Client

from mep.accounts import sessions
from mep.accounts.models import Account, User
from tests.mep.accounts.conftest import PASSWORD


def sign_in(client, password=PASSWORD, **more):
    return client.post("/login", {"username": "ann", "password": password, **more})


def is_signed_in(client):
    return client.get("/login").status_code == 302


def test_shows_the_form(client, db):
    page = client.get("/login")

    assert page.status_code == 200
    assert b'name="password"' in page.content


def test_lets_a_login_in(client, ann):
    answer = sign_in(client)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)
    assert User.objects.get().last_login


def test_signing_in_changes_the_session_key(client, ann):
    client.get("/login")
    session = client.session
    session["left"] = "behind"
    session.save()
    before = client.cookies[settings.SESSION_COOKIE_NAME].value

    sign_in(client)

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/services?x=1", "/services?x=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_goes_on_to_pages_of_ours_only(client, ann, wanted, reached):
    assert sign_in(client, next=wanted)["Location"] == reached


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password_stays_on_the_page(client, ann, password):
    page = sign_in(client, password)

    assert page.status_code == 200
    assert "do not go together" in page.content.decode()
    assert not is_signed_in(client)


def test_five_wrong_passwords_lock_the_name(client, ann):
    for _ in range(5):
        page = sign_in(client, "wrong")

    assert page.context["minutes_left"] == 15
    assert "Try again in 15 min" in sign_in(client).content.decode()
    assert not is_signed_in(client)


def test_a_login_for_programs_does_not_get_in(client, create_login):
    create_login(api_only=True)

    assert "programs only" in sign_in(client).content.decode()
    assert not is_signed_in(client)


def test_signing_out_needs_a_post(client, ann):
    sign_in(client)

    assert client.get("/logout").status_code == 405
    assert client.post("/logout")["Location"] == "/login"
    assert not is_signed_in(client)


def test_signing_in_needs_the_csrf_token(ann):
    client = Client(enforce_csrf_checks=True)

    assert sign_in(client).status_code == 403


@pytest.mark.parametrize("seconds", [61 * 60, 13 * 60 * 60])
def test_an_idle_session_ends(client, ann, seconds):
    sign_in(client)
    session = client.session
    session[sessions.USED_AT] = int(time.time()) - seconds
    session.save()

    assert not is_signed_in(client)


def test_no_session_lasts_longer_than_half_a_day(client, ann):
    sign_in(client)
    session = client.session
    session[sessions.SIGNED_IN_AT] = int(time.time()) - 12 * 60 * 60 - 1
    session.save()

    assert not is_signed_in(client)


def test_use_is_noted(client, ann):
    sign_in(client)
    session = client.session
    session[sessions.USED_AT] = int(time.time()) - 600
    session.save()

    client.get("/login")

    assert client.session[sessions.USED_AT] > int(time.time()) - 60


@pytest.mark.parametrize(
    "change",
    [
        lambda: User.objects.update(is_active=False),
        lambda: Account.objects.update(enabled=False),
        lambda: User.objects.update(password="md5$x$y"),  # noqa: S106 - of no use
    ],
    ids=["disabled", "account disabled", "password changed"],
)
def test_open_sessions_end_when_a_login_may_no_more(client, ann, change):
    sign_in(client)

    change()

    assert not is_signed_in(client)


def test_odd_input_is_no_fault_of_ours(client, ann):
    answer = client.post("/login", {"username": "a\0n", "password": "\0", "next": "\0"})

    assert answer.status_code == 200
