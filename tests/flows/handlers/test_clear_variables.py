"""Clear Variables."""

import pytest

from flows.handlers.clear_variables import ClearVariables

STORED = {
    "session.name": "Ann",
    "session.initialKeyword.name": "JOIN",
    "session.lasterror.code": "http",
    "user.name": "Ann",
}


def test_clears_what_is_named(run):
    handler = ClearVariables(rows=[{"key": "Name"}, {"scope": "user", "key": "name"}])

    played = run(handler, variables=STORED)

    assert played.outcome == "done"
    assert sorted((change.scope, change.key) for change in played.visit.changes) == [
        ("session", "name"),
        ("user", "name"),
    ]
    assert "name" not in played.world.scopes["user"]
    assert "lasterror.code" in played.world.scopes["session"]


def test_a_cleared_variable_counts_as_never_created(run, graph):
    handler = ClearVariables(rows=[{"key": "name"}])

    played = run(handler, variables=STORED)

    assert [change.cleared for change in played.visit.changes] == [True]


def test_clears_the_whole_session_but_what_the_platform_sets(run):
    played = run(ClearVariables(whole_session=True), variables=STORED)

    assert played.world.scopes["session"] == {"initialkeyword.name": "JOIN"}
    assert played.variable("user.name") == "Ann"


def test_clearing_what_does_not_exist_changes_nothing(run):
    played = run(ClearVariables(rows=[{"key": "missing"}]))

    assert (played.outcome, played.visit.changes) == ("done", ())


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"rows": [{"key": "a"}]}, []),
        ({"whole_session": True}, []),
        ({}, [("rows", "required")]),
        ({"rows": [{"key": "a b"}]}, [("rows.0.key", "key")]),
        ({"rows": [{"scope": "user", "key": "id"}]}, [("rows.0.key", "key")]),
    ],
)
def test_finds_problems(settings, expected):
    handler = ClearVariables.model_validate(settings)

    assert [(field, rule) for field, rule, _ in handler.problems()] == expected


def test_sums_itself_up():
    handler = ClearVariables(rows=[{"key": "a"}, {"scope": "user", "key": "b"}], whole_session=True)

    assert handler.summary() == "session.a, user.b, everything of the session"
    assert list(handler.writes()) == [("session", "a"), ("user", "b")]
