import pytest

from flows.handlers.branch_expr import BranchExpr


@pytest.mark.parametrize(
    ("expression", "outcome"),
    [
        ("${user.age > 17}", "true"),
        ("user.age > 17", "true"),
        ("user.age > 18", "false"),
        ("${'true'}", "true"),
        ("${user.word}", "false"),
        ('${af:getNameOfDay(system.date) == "Monday"}', "true"),
        ("${empty user.nothing}", "true"),
    ],
)
def test_goes_by_the_result(run, expression, outcome):
    play = run(BranchExpr(expression=expression), variables={"user.age": 18, "user.word": "false"})

    assert play.outcome == outcome


@pytest.mark.parametrize(
    "expression",
    ["${user.nothing}", "${1}", "${'yes'}", "${'TRUE'}", "${1 % 0}", "${'a' + 1}", "it is ${true}"],
)
def test_fails_when_it_is_neither(run, expression):
    play = run(BranchExpr(expression=expression))

    assert play.outcome == "failed"
    assert play.reason == "expression"
    assert play.visit.error.defect is True
    assert play.last.reason == "expression"


def test_shows_the_result(run):
    assert run(BranchExpr(expression="1 == 1")).fields == {"expression": True}


@pytest.mark.parametrize("expression", ["", "${1 +}", "count > 1", "${account.x}"])
def test_refuses_expression(expression):
    with pytest.raises(ValueError, match="expression"):
        BranchExpr(expression=expression)


def test_calls_failing_an_error():
    assert BranchExpr(expression="true").ways_out() == ("true", "false", "failed")
    assert BranchExpr.outcome_label("failed") == "Error"
    assert BranchExpr(expression="true").summary() == "${true}"
