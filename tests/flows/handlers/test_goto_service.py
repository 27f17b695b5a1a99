"""Go to Service."""

import pytest

from flows.engine.effects import StartService
from flows.handlers.goto_service import GoToService

TEA = "AAAAAAAAAAAA"
STORED = {"session.name": "Ann", "session.initialKeyword.name": "JOIN", "user.name": "Bob"}


def test_ends_here_and_starts_there(run):
    played = run(GoToService(service=TEA), variables=STORED)

    assert played.effects == (StartService(TEA, {"name": "Ann"}),)
    assert (played.last.status, played.last.reason) == ("completed", "goto")
    assert played.fields == {"service": TEA}


def test_leaves_the_session_variables_behind_when_told(run):
    played = run(GoToService(service=TEA, carry=False), variables=STORED)

    assert played.effects == (StartService(TEA, {}),)


def test_goes_where_an_expression_says(run):
    played = run(GoToService(expression="session.which"), variables={"session.which": TEA})

    assert played.effects[0].service == TEA


@pytest.mark.parametrize(
    ("expression", "reason"), [("session.nothing", "missing"), ("'a' + 1", "expression")]
)
def test_fails_when_the_expression_names_none(run, expression, reason):
    played = run(GoToService(expression=expression))

    assert (played.outcome, played.reason, played.effects) == ("failed", reason, ())


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"service": TEA}, []),
        ({}, [("service", "required")]),
        ({"service": TEA, "expression": "session.x"}, [("service", "required")]),
    ],
)
def test_finds_problems(settings, expected):
    handler = GoToService.model_validate(settings)

    assert [(field, rule) for field, rule, _ in handler.problems()] == expected


def test_sums_itself_up():
    assert GoToService(service=TEA).summary() == TEA
    assert GoToService(service=TEA).ways_out() == ("failed",)
