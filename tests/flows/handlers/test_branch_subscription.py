import pytest

from flows.engine.effects import CheckSubscription
from flows.engine.events import Answered
from flows.handlers.branch_subscription import BranchSubscription

BOTH = {"subscriptions": ("AAAA", "BBBB")}


@pytest.mark.parametrize(
    ("match", "show_was", "statuses", "outcome"),
    [
        ("any", False, ("subscribed", "not"), "subscribed"),
        ("any", False, ("was", "not"), "not_subscribed"),
        ("any", True, ("was", "not"), "was_subscribed"),
        ("any", True, ("not", "not"), "not_subscribed"),
        ("any", True, ("subscribed", "missing"), "subscribed"),
        ("all", False, ("subscribed", "subscribed"), "subscribed"),
        ("all", False, ("subscribed", "not"), "not_subscribed"),
        ("all", False, ("subscribed", "was"), "not_subscribed"),
        ("all", True, ("subscribed", "was"), "was_subscribed"),
        ("all", True, ("was", "not"), "not_subscribed"),
        ("all", True, ("missing", "not"), "not_subscribed"),
    ],
)
def test_goes_by_membership(run, match, show_was, statuses, outcome):
    answer = dict(zip(("AAAA", "BBBB"), statuses, strict=True))

    play = run(BranchSubscription(**BOTH, match=match, show_was=show_was), Answered(answer))

    assert play.outcome == outcome


@pytest.mark.parametrize(
    ("match", "statuses"), [("any", ("was", "missing")), ("all", ("subscribed", "missing"))]
)
def test_fails_when_a_list_that_matters_is_gone(run, match, statuses):
    answer = dict(zip(("AAAA", "BBBB"), statuses, strict=True))

    play = run(BranchSubscription(**BOTH, match=match), Answered(answer))

    assert play.outcome == "failed"
    assert play.reason == "missing"
    assert play.visit.error.defect is True
    assert "BBBB" in play.visit.error.message


def test_asks_once_about_each_list(run):
    handler = BranchSubscription(subscriptions=("AAAA", "BBBB"), expression="user.list")

    play = run(handler, variables={"user.list": "AAAA"})

    assert play.effects == (CheckSubscription(("AAAA", "BBBB")),)
    assert play.wait.until is None


def test_asks_about_a_list_that_is_computed(run):
    handler = BranchSubscription(expression="${user.club}/News")

    play = run(handler, Answered({"Tea/News": "subscribed"}), variables={"user.club": "Tea"})

    assert play.steps[0].effects == (CheckSubscription(("Tea/News",)),)
    assert play.outcome == "subscribed"
    assert play.fields["subscriptions"] == "Tea/News: subscribed"


@pytest.mark.parametrize(
    ("expression", "reason"), [("${user.nothing}", "missing"), ("${1 % 0}", "expression")]
)
def test_fails_when_there_is_no_list_to_ask_about(run, expression, reason):
    play = run(BranchSubscription(expression=expression))

    assert play.outcome == "failed"
    assert play.reason == reason
    assert play.effects == ()


def test_names_its_ways_out():
    ways = BranchSubscription(**BOTH).ways_out()

    assert ways == ("subscribed", "not_subscribed", "failed")
    assert "was_subscribed" in BranchSubscription(**BOTH, show_was=True).ways_out()


def test_says_that_a_subscription_is_missing():
    assert [problem[0] for problem in BranchSubscription().problems()] == ["subscriptions"]
    assert list(BranchSubscription(**BOTH).problems()) == []


def test_takes_twenty_subscriptions_at_most():
    with pytest.raises(ValueError, match="subscriptions"):
        BranchSubscription(subscriptions=tuple(map(str, range(21))))
