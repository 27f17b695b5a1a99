"""Subscribing and asking who is subscribed, for many sessions at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mep.endusers.models import EndUser, OptOut
from subscriptions.models import Membership, Subscription
from tests import factories
from tests.stage import CODE, NUMBER, say

OTHER = "447700900055"
OUTCOMES = {"subscribed": "yes", "already_subscribed": "again", "failed": "no"}


@pytest.fixture
def lists(stage):
    return factories.create_subscription_collection(stage.account, name="Tea")


@pytest.fixture
def club(lists):
    return factories.create_subscription(lists, name="Club")


def joining(to, **settings):
    return {
        "join": ("subscribe", {"to": to, **settings}, OUTCOMES),
        "yes": say("Yes ${session.subscription.name}"),
        "again": say("Again"),
        "no": say("No ${session.lastError.code}"),
    }


def to(subscription):
    return {"mode": "subscription", "subscription": subscription.public_id}


def members(subscription):
    found = Membership.objects.filter(subscription=subscription, until=None)
    return sorted(found.values_list("end_user__msisdn", flat=True))


def test_puts_the_end_user_on_the_list(stage, club):
    stage.invoke(stage.service(joining(to(club), source="poster")))

    assert stage.sent() == ["Yes Club"]
    stay = Membership.objects.get()
    assert (stay.end_user.msisdn, stay.source, stay.until) == (NUMBER, "poster", None)
    assert stage.session().variables.count(club.public_id) == 1


def test_says_who_is_on_it_already(stage, club):
    factories.create_membership(club, factories.create_end_user(stage.account, NUMBER))

    stage.invoke(stage.service(joining(to(club))))

    assert stage.sent() == ["Again"]
    assert Membership.objects.count() == 1


def test_many_at_once_are_put_on_it_once_each(stage, club):
    service = stage.service(joining(to(club)), word="JOIN", on_reentry="parallel")
    numbers = [str(447700906000 + place) for place in range(20)]
    for number in numbers * 2:
        stage.text("JOIN", number)

    stage.run()

    assert members(club) == numbers
    assert stage.sent(numbers[0]) == ["Yes Club", "Again"]
    assert service.sessions.filter(status="completed").count() == 40


def test_somebody_elses_number_may_be_put_on_it(stage, club):
    stage.invoke(stage.service(joining(to(club), who=OTHER)))
    stage.invoke(stage.service(joining(to(club), who=OTHER)), "447700900002")

    assert members(club) == [OTHER]
    assert (stage.sent(), stage.sent("447700900002")) == (["Yes Club"], ["Again"])
    assert EndUser.objects.filter(msisdn=OTHER).count() == 1


@pytest.mark.parametrize("by_text", [True, False])
def test_who_left_before_comes_back_only_by_their_own_text(stage, club, by_text):
    user = factories.create_end_user(stage.account, NUMBER)
    factories.create_membership(club, user, until=timezone.now() - timedelta(days=1))
    service = stage.service(joining(to(club)), word="JOIN")

    if by_text:
        stage.says("JOIN")
    else:
        stage.invoke(service)

    assert stage.sent() == (["Yes Club"] if by_text else ["No left_before"])
    assert Membership.objects.count() == (2 if by_text else 1)


def test_a_list_that_is_gone_is_a_defect(stage, club):
    service = stage.service(joining(to(club)))
    Subscription.objects.all().delete()

    stage.invoke(service)

    assert stage.sent() == ["No missing"]


def test_the_list_of_another_account_does_not_exist(stage):
    other = factories.create_subscription_collection(factories.create_account())
    club = factories.create_subscription(other)

    stage.invoke(stage.service(joining(to(club))))

    assert stage.sent() == ["No missing"]


@pytest.mark.parametrize(
    ("named", "enabled", "joined"),
    [
        ("Tea/Club", True, "Club"),
        ("tea/club", True, "Club"),
        ("Tea/Nothing", True, "Fallback"),
        ("Tea/Club", False, "Fallback"),
    ],
)
def test_an_expression_names_the_list_or_a_fallback_is_taken(
    stage, lists, club, named, enabled, joined
):
    fallback = factories.create_subscription(lists, name="Fallback")
    Subscription.objects.filter(id=club.id).update(enabled=enabled)
    chosen = {
        "mode": "expression",
        "expression": "${user.list}",
        "fallbacks": [fallback.public_id],
    }

    stage.invoke(stage.service(joining(chosen)), variables=[("user", "list", named)])

    assert stage.sent() == [f"Yes {joined}"]


def test_a_disabled_list_still_gains_members_through_services(stage, club):
    Subscription.objects.update(enabled=False)

    stage.invoke(stage.service(joining(to(club))))

    assert members(club) == [NUMBER]


@pytest.mark.parametrize(
    ("frequency", "pattern"), [("monthly", "%Y-%m"), ("yearly", "%Y"), ("daily", "%Y-%m-%d")]
)
def test_a_list_for_each_period_is_made_when_first_needed(stage, lists, frequency, pattern):
    chosen = {
        "mode": "period",
        "collection": lists.public_id,
        "prefix": "Votes ",
        "frequency": frequency,
    }
    service = stage.service(joining(chosen), word="JOIN")
    for place in range(3):
        stage.text("JOIN", str(447700906000 + place))

    stage.run()

    made = Subscription.objects.get(generated=True)
    assert made.name == "Votes " + timezone.localtime().strftime(pattern)
    assert len(members(made)) == 3
    assert service.sessions.count() == 3


def test_joining_through_an_opt_in_keyword_brings_back_who_has_left(stage, club):
    user = factories.create_end_user(stage.account, NUMBER)
    factories.create_opt_out(user, CODE)
    stage.keyword(stage.service(joining(to(club))), "JOIN", kind="opt_in")

    assert stage.says("JOIN") == ["Yes Club"]
    assert not OptOut.objects.exists()


def test_joining_in_any_other_way_does_not(stage, club):
    factories.create_opt_out(factories.create_end_user(stage.account, NUMBER), CODE)

    stage.invoke(stage.service(joining(to(club))))

    assert members(club) == [NUMBER]
    assert OptOut.objects.count() == 1


@pytest.mark.parametrize("standing", ["now", "before", "never"])
def test_branches_by_who_is_subscribed(stage, club, standing):
    user = factories.create_end_user(stage.account, NUMBER)
    if standing != "never":
        until = timezone.now() if standing == "before" else None
        factories.create_membership(club, user, until=until)
    settings = {"subscriptions": [club.public_id], "show_was": True}
    links = {"subscribed": "now", "was_subscribed": "before", "not_subscribed": "never"}
    nodes = {"is": ("branch_subscription", settings, links)}

    stage.invoke(stage.service(nodes | {name: say(name) for name in links.values()}))

    assert stage.sent() == [standing]
