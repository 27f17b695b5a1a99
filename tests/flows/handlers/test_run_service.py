"""Run Sub-service."""

import pytest

from flows.engine.events import Returned
from flows.engine.moves import Call
from flows.engine.states import Status
from flows.handlers.run_service import RunService

TEA = "AAAAAAAAAAAA"


def test_calls_the_service_with_its_inputs(run):
    handler = RunService(
        service=TEA,
        inputs=[{"key": "Count", "value": "${session.n + 1}"}, {"key": "name", "value": "Ann"}],
    )

    played = run(handler, variables={"session.n": 1})

    assert played.last.status is Status.CALLING
    assert played.last.move == Call(TEA, {"Count": 2, "name": "Ann"})
    assert played.fields == {"service": TEA, "Count": 2, "name": "Ann"}


def test_calls_what_an_expression_names(run):
    handler = RunService(expression="session.which")

    assert run(handler, variables={"session.which": f" {TEA} "}).last.move.service == TEA


def test_takes_back_what_was_asked_for(run):
    handler = RunService(service=TEA, returned=["Score", "missing"])

    played = run(handler, Returned(variables={"score": 7, "other": "x"}))

    assert played.outcome == "completed"
    assert played.variable("session.score") == 7
    assert [change.key for change in played.visit.changes] == ["score"]


@pytest.mark.parametrize("reason", ["ended_early", "expired", "loop"])
def test_a_service_that_ended_early(run, reason):
    handler = RunService(service=TEA, returned=["score"])

    played = run(handler, Returned(completed=False, reason=reason, variables={"score": 1}))

    assert played.outcome == "ended_early"
    assert played.variable("session.score") == 1


@pytest.mark.parametrize("reason", ["missing", "unknown_service", "not_live", "paused", "depth"])
def test_fails_when_the_service_cannot_be_run(run, reason):
    played = run(RunService(service=TEA), Returned(completed=False, reason=reason))

    assert (played.outcome, played.reason) == ("failed", reason)
    assert played.visit.error.defect


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        (RunService(expression="session.nothing"), "missing"),
        (RunService(expression="'a' + 1"), "expression"),
        (RunService(service=TEA, inputs=[{"key": "a", "value": "${'a' + 1}"}]), "expression"),
    ],
)
def test_fails_before_it_calls(run, handler, reason):
    played = run(handler)

    assert (played.outcome, played.reason) == ("failed", reason)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"service": TEA}, []),
        ({"expression": "session.x"}, []),
        ({}, [("service", "required")]),
        ({"service": TEA, "expression": "session.x"}, [("service", "required")]),
        ({"service": TEA, "inputs": [{"key": "a b"}]}, [("inputs.0.key", "key")]),
        ({"service": TEA, "returned": ["circle"]}, [("returned.0", "key")]),
    ],
)
def test_finds_problems(settings, expected):
    handler = RunService.model_validate(settings)

    assert [(field, rule) for field, rule, _ in handler.problems()] == expected


def test_sums_itself_up():
    assert RunService(service=TEA).summary() == TEA
    assert RunService(expression="session.x").summary() == "${session.x}"
    assert list(RunService(service=TEA, returned=["A"]).writes()) == [("session", "a")]
