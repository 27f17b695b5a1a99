"""Set Variables."""

import pytest
from pydantic import ValidationError

from flows.handlers.set_variables import SetVariables


def rows(*given, **defaults):
    return SetVariables(rows=[{**defaults, **row} for row in given])


def problems(handler):
    return [(field, rule) for field, rule, _ in handler.problems()]


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("plain", "plain"),
        ("", ""),
        ("007", "007"),
        ("${1 + 1}", 2),
        ("${2.0}", 2.0),
        ("${true}", True),
        ("${null}", None),
        ("Hi ${user.name}", "Hi Zoë"),
        ("${'${'}x", "${x"),
    ],
)
def test_stores_a_value_with_its_type(run, value, stored):
    played = run(rows({"key": "a", "value": value}), variables={"user.name": "Zoë"})

    assert played.outcome == "done"
    assert played.variable("session.a") == stored
    assert type(played.variable("session.a")) is type(stored)


@pytest.mark.parametrize(
    "scope",
    ["session", "request", "user", "userservice", "userservicecoll", "service", "servicecoll"],
)
def test_stores_in_every_custom_scope(run, scope):
    played = run(rows({"scope": scope, "key": "Count", "value": "x"}))

    assert played.variable(f"{scope}.count") == "x"
    assert played.fields == {f"{scope}.Count": "x"}


def test_counts_from_the_initial_value(run, graph):
    counter = rows(
        {"scope": "service", "key": "Count", "value": "${service.Count + 1}", "initial": "1"}
    )
    values = {}

    for _ in range(3):
        played = run(counter, variables={f"service.{key}": value for key, value in values.items()})
        values = dict(played.world.scopes["service"])

    assert values == {"count": 3}


def test_takes_the_value_when_the_variable_exists_though_it_is_null(run):
    row = {"key": "a", "value": "value", "initial": "initial"}

    assert run(rows(row)).variable("session.a") == "initial"
    assert run(rows(row), variables={"session.a": None}).variable("session.a") == "value"


def test_a_missing_variable_without_initial_value_is_null(run):
    played = run(rows({"key": "a", "value": "${session.a + 1}"}))

    assert played.variable("session.a") == 1


def test_each_row_sees_the_rows_above(run):
    played = run(
        rows({"key": "a", "value": "${2}"}, {"key": "b", "value": "${session.a * session.a}"})
    )

    assert played.variable("session.b") == 4


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"key": "b", "value": "${'a' + 1}"}, "expression"),
        ({"key": "b", "value": "${request.long}${request.long}"}, "value"),
        ({"key": "b", "value": "${request.text}"}, "value"),
        ({"key": "b", "scope": "service", "value": "x" * 256}, "value"),
        ({"key": "id", "scope": "user", "value": "x"}, "key"),
        ({"key": "not", "value": "x"}, "key"),
    ],
)
def test_stores_nothing_when_a_row_fails(run, row, reason):
    bad = rows({"key": "a", "value": "x"}, row)

    played = run(bad, variables={"request.text": "bell \x07", "request.long": "x" * 2001})

    assert (played.outcome, played.reason) == ("failed", reason)
    assert played.variable("session.a") is None


def test_255_characters_fit_a_shared_scope(run):
    played = run(rows({"scope": "servicecoll", "key": "a", "value": "é" * 255}))

    assert played.variable("servicecoll.a") == "é" * 255


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"key": "a", "value": "x"}, []),
        ({"key": "a.b-c_1", "value": "x"}, []),
        ({"key": "1st", "value": "x"}, []),
        ({"key": "a..b"}, [("rows.0.key", "key")]),
        ({"key": "a b"}, [("rows.0.key", "key")]),
        ({"key": "a.empty"}, [("rows.0.key", "key")]),
        ({"key": "circle"}, [("rows.0.key", "key")]),
        ({"scope": "user", "key": "identifiers.x"}, [("rows.0.key", "key")]),
        ({"key": "a", "value": "${session.A + 1}"}, [("rows.0.initial", "self")]),
        ({"key": "a", "value": "${session['a'] + 1}"}, [("rows.0.initial", "self")]),
        ({"key": "a", "value": "${session.a + 1}", "initial": "1"}, []),
        ({"key": "a", "value": "1", "initial": "${session.a}"}, [("rows.0.initial", "self")]),
        ({"key": "a", "value": "${user.a + 1}"}, []),
    ],
)
def test_finds_problems(row, expected):
    assert problems(rows(row)) == expected


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"rows": []},
        {"rows": [{"key": ""}]},
        {"rows": [{"key": "a" * 101}]},
        {"rows": [{"key": "a", "scope": "system"}]},
        {"rows": [{"key": "a", "value": "${1 +}"}]},
        {"rows": [{"key": "a", "value": "x" * 4001}]},
        {"rows": [{"key": "a", "surprise": 1}]},
        {"rows": [{"key": "a"}] * 51},
    ],
)
def test_refuses_settings(settings):
    with pytest.raises(ValidationError):
        SetVariables.model_validate(settings)


def test_says_what_it_writes_and_what_is_secret():
    handler = rows(
        {"scope": "user", "key": "Name"},
        {"key": "token", "secret": True},
        {"key": "pin", "value": "${af:generatePin(6, true)}"},
        {"key": "Pin2", "value": "x", "initial": "${af:generatePin(6, true)}"},
    )

    assert list(handler.writes()) == [
        ("user", "name"),
        ("session", "token"),
        ("session", "pin"),
        ("session", "pin2"),
    ]
    assert list(handler.secrets()) == [
        ("session", "token"),
        ("session", "pin"),
        ("session", "pin2"),
    ]


@pytest.mark.parametrize(
    "row",
    [{"key": "pin", "value": "${af:generatePin(6, true)}"}, {"key": "pin", "secret": True}],
)
def test_the_trace_does_not_show_a_secret(run, row):
    played = run(rows(row))

    assert played.fields == {"session.pin": "••••••"}
    assert played.world.scopes["session"]["pin"] != "••••••"


def test_sums_itself_up():
    assert rows({"key": "a", "value": "x"}).summary() == "session.a = x"
    assert rows({"key": "a", "value": "x"}, {"key": "b"}).summary() == "session.a = x and 1 more"
    assert rows({"key": "a", "value": "x", "secret": True}).summary() == "session.a = …"
