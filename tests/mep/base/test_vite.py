"""Finding built files through the manifest."""

import json
import os

import pytest
from django.template import Context, Template

MANIFEST = {
    "src/styles.css": {"file": "assets/styles-a1.css"},
    "src/console.tsx": {"file": "assets/console-b2.js", "imports": ["_shared-c3.js"]},
    "_shared-c3.js": {
        "file": "assets/shared-c3.js",
        "imports": ["src/console.tsx"],
        "css": ["assets/shared-d4.css"],
    },
    "src/icons/sprite.svg": {"file": "assets/sprite-e5.svg"},
}


def render(text):
    return Template("{% load vite look %}" + text).render(Context()).strip()


@pytest.fixture
def built(settings, tmp_path):
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / ".vite").mkdir()
    manifest = tmp_path / ".vite" / "manifest.json"
    manifest.write_text(json.dumps(MANIFEST))
    return manifest


def test_links_a_stylesheet(built):
    html = render('{% vite_css "src/styles.css" %}')

    assert html == '<link rel="stylesheet" href="/static/assets/styles-a1.css">'


def test_runs_a_module_with_its_parts_and_their_styles(built):
    html = render('{% vite_js "src/console.tsx" %}')

    assert html.splitlines() == [
        '<link rel="stylesheet" href="/static/assets/shared-d4.css">',
        '<link rel="modulepreload" href="/static/assets/shared-c3.js">',
        '<script type="module" src="/static/assets/console-b2.js"></script>',
    ]


def test_reads_the_manifest_again_after_a_build(built):
    render('{% vite_url "src/styles.css" %}')
    built.write_text(json.dumps({"src/styles.css": {"file": "assets/styles-new.css"}}))
    os.utime(built, ns=(1, 1))

    assert render('{% vite_url "src/styles.css" %}') == "/static/assets/styles-new.css"


def test_gives_nothing_for_a_file_that_was_not_built(built):
    assert render('{% vite_js "src/gone.ts" %}{% vite_url "src/gone.ts" %}') == ""


def test_leaves_pages_whole_when_nothing_was_built(settings, tmp_path):
    settings.FRONTEND_DIST = tmp_path / "nowhere"

    assert render('{% vite_css "src/styles.css" %}{% vite_js "src/pages.ts" %}') == ""
