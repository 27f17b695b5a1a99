"""Icons, tiles and initials in templates."""

import json

import pytest
from django.template import Context, Template

from mep.base.templatetags.look import group_class, initials, undo_url


@pytest.fixture(autouse=True)
def sprite(settings, tmp_path):
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / ".vite").mkdir()
    manifest = {"src/icons/sprite.svg": {"file": "assets/s.svg"}}
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(manifest))


def render(text, **context):
    return Template("{% load look %}" + text).render(Context(context))


def test_draws_an_icon_out_of_the_sprite():
    html = render('{% icon "house" size="s" %}')

    assert html == (
        '<svg class="icon icon-s" aria-hidden="true"><use href="/static/assets/s.svg#house"/></svg>'
    )


def test_escapes_the_name_of_an_icon():
    assert "<b>" not in render("{% icon name %}", name="<b>")


def test_draws_a_tile_in_the_colour_of_its_group():
    html = render('{% tile "End user" "network" size="s" %}')

    assert html.startswith('<span class="tile tile-small group-end-user" aria-hidden="true">')


@pytest.mark.parametrize(
    ("group", "expected"),
    [("Send", "group-send"), ("Manage Subscriptions", "group-manage-subscriptions")],
)
def test_names_the_class_of_a_group(group, expected):
    assert group_class(group) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ines Duarte", "ID"), ("demo", "D"), ("ann.b@x.org", "AB"), ("", ""), (None, "")],
)
def test_shortens_a_name_to_initials(name, expected):
    assert initials(name) == expected


@pytest.mark.parametrize(
    ("tags", "expected"), [("undo:/services/A/undo success", "/services/A/undo"), ("success", "")]
)
def test_finds_where_an_undo_is_posted_to(tags, expected):
    assert undo_url(tags) == expected
