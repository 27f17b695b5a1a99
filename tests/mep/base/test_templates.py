"""The templates that every page stands on."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory

NAV = [
    {"name": "Home", "url": "/", "icon": "house", "active": True},
    {"name": "Console", "url": "/console", "icon": "terminal", "active": False, "count": 2},
]


@pytest.fixture
def request_of():
    def make(user=None):
        request = RequestFactory().get("/")
        request.user = user or AnonymousUser()
        return request

    return make


def login():
    return SimpleNamespace(
        is_authenticated=True,
        get_full_name="Ines Duarte",
        get_username="ines",
        account=SimpleNamespace(name="Bramble Tea"),
    )


def test_base_shows_account_pages_and_login(request_of):
    html = render_to_string("base.html", {"nav": NAV}, request_of(login()))

    assert "Bramble Tea" in html
    assert '<a class="nav-link" href="/" title="Home" aria-current="page">' in html
    assert '<span class="nav-count">2</span>' in html
    assert '<span class="avatar" aria-hidden="true" title="Ines Duarte">ID</span>' in html


def test_base_shows_nobody_before_signing_in(request_of):
    html = render_to_string("base.html", {}, request_of())

    assert "side-foot" not in html
    assert 'href="#main"' in html


def test_base_tells_a_success_as_a_toast_with_its_undo(request_of):
    said = [Message(constants.SUCCESS, "Autumn quiz paused", extra_tags="undo:/x/undo")]

    html = render_to_string("base.html", {"messages": said}, request_of())

    assert "Autumn quiz paused" in html
    assert '<form method="post" action="/x/undo">' in html
    assert 'role="alert"' not in html


def test_base_keeps_a_refusal_in_sight(request_of):
    said = [Message(constants.ERROR, "The file has no rows")]

    html = render_to_string("base.html", {"messages": said}, request_of())

    assert 'role="alert"' in html
    assert "data-toast>" not in html


def test_sign_in_says_one_thing_for_any_wrong_half(request_of):
    html = render_to_string("registration/login.html", {"error": "No."}, request_of())

    assert html.count('aria-describedby="signin-error"') == 2
    assert html.count('role="alert"') == 1


def test_sign_in_tells_the_demo_login_only_in_a_demo(request_of):
    shown = render_to_string("registration/login.html", {"demo": True}, request_of())
    hidden = render_to_string("registration/login.html", {"demo": False}, request_of())

    assert "mep-demo-2026" in shown
    assert "mep-demo-2026" not in hidden


def test_sign_in_keeps_where_to_go_next(request_of):
    html = render_to_string("registration/login.html", {"next": "/console?a=1&b=2"}, request_of())

    assert '<input type="hidden" name="next" value="/console?a=1&amp;b=2">' in html


def test_console_tells_the_browser_where_everything_is(request_of):
    context = {"service_url": "/services/{id}", "zone": "Europe/London"}

    html = render_to_string("console/console.html", context, request_of(login()))

    assert "/ws/console" in html
    assert 'data-zone="Europe/London"' in html
    assert 'data-service-url="/services/{id}"' in html


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html"])
def test_error_pages_show_the_request_id_to_copy(request_of, name):
    html = render_to_string(name, {"request_id": "A41B09CE77D2F00A"}, request_of())

    assert 'data-copy="A41B09CE77D2F00A"' in html


def test_the_page_for_our_own_errors_needs_nothing():
    html = render_to_string("500.html")

    assert "Something broke on our side" in html
