"""Walking the settings of handlers."""

import pytest

from flows.el.template import Reference
from flows.engine.fields import find_leaves, find_reads, find_references, path_of, title_at
from flows.handlers.delay import Delay
from flows.handlers.http_poke import HttpPoke
from flows.handlers.run_service import RunService
from flows.handlers.set_variables import SetVariables
from flows.handlers.subscribe import Subscribe
from flows.handlers.unsubscribe import Unsubscribe
from flows.handlers.wait_until import WaitUntil

COMPUTED = {"mode": "expression", "expression": "session.x", "fallbacks": ["A1", "B2"]}


def test_finds_every_value_with_its_place():
    handler = SetVariables(rows=[{"key": "a", "value": "x"}])

    found = {leaf.path: (leaf.value, leaf.format) for leaf in find_leaves(handler)}

    assert found == {
        "rows.0.scope": ("session", ""),
        "rows.0.key": ("a", ""),
        "rows.0.value": ("x", "template"),
        "rows.0.initial": ("", "template"),
        "rows.0.secret": (False, ""),
    }


def test_leaves_out_what_is_not_there():
    assert [leaf.path for leaf in find_leaves(Delay())] == ["duration"]


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (RunService(service="S1"), [("service", "services", "S1")]),
        (RunService(expression="session.x"), []),
        (
            Subscribe(to=COMPUTED),
            [
                ("to.fallbacks.0", "subscriptions", "A1"),
                ("to.fallbacks.1", "subscriptions", "B2"),
            ],
        ),
        (
            Unsubscribe(which={"mode": "collection", "collection": "C1"}),
            [("which.collection", "subscription_collections", "C1")],
        ),
        (
            HttpPoke(url="https://a.b", login={"mode": "bearer", "secret": "crm"}),
            [("login.secret", "secrets", "crm")],
        ),
    ],
)
def test_finds_what_a_handler_names(handler, expected):
    found = find_references(find_leaves(handler))

    assert [(leaf.path, leaf.source, leaf.value) for leaf in found] == expected


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (Subscribe(to=COMPUTED), [("to.expression", Reference("session", "x"))]),
        (Delay(duration="${user.Minutes}"), [("duration", Reference("user", "minutes"))]),
        (Delay(duration="PT5M"), []),
        (
            HttpPoke(url="https://a.b/${user.a}", body="${session['p'][user.b]}"),
            [
                ("url", Reference("user", "a")),
                ("body", Reference("session", "p.", computed=True)),
                ("body", Reference("user", "b")),
            ],
        ),
        (SetVariables(rows=[{"key": "a", "value": "\\${user.a}"}]), []),
    ],
)
def test_finds_what_a_handler_reads(handler, expected):
    found = find_reads(find_leaves(handler))

    assert [(leaf.path, reference) for leaf, reference in found] == expected


@pytest.mark.parametrize(
    ("kind", "path", "title"),
    [
        (Delay, "duration", "Wait for"),
        (Delay, "begin", "Continue only from"),
        (SetVariables, "rows.1.key", "Variables 2, Key"),
        (SetVariables, "rows", "Variables"),
        (Subscribe, "to.fallbacks.0", "Subscribe to, Fallbacks 1"),
        (WaitUntil, "until.at", "Until, Date and time"),
        (Delay, "surprise", "surprise"),
        (Delay, "", ""),
    ],
)
def test_says_what_the_form_calls_a_field(kind, path, title):
    assert title_at(kind, path) == title


@pytest.mark.parametrize(
    ("kind", "location", "path"),
    [
        (Delay, ("duration",), "duration"),
        (SetVariables, ("rows", 0, "key"), "rows.0.key"),
        (Subscribe, ("to", "expression", "fallbacks", 1), "to.fallbacks.1"),
        (Subscribe, ("to", "subscription", "subscription"), "to.subscription"),
        (Subscribe, ("to",), "to"),
        (HttpPoke, ("login", "basic", "secret"), "login.secret"),
        (Delay, ("surprise",), "surprise"),
    ],
)
def test_finds_the_field_of_a_validation_error(kind, location, path):
    assert path_of(kind, location) == path
