"""Leaving one list, those of a collection, or all of them."""

import pytest

from flows.models import Session
from mep.endusers.models import OptOut
from subscriptions.models import Membership
from tests import factories
from tests.stage import NUMBER, say

OUTCOMES = {"unsubscribed": "left", "was_not_subscribed": "never", "failed": "no"}


@pytest.fixture
def user(stage):
    return factories.create_end_user(stage.account, NUMBER)


@pytest.fixture
def lists(stage):
    return factories.create_subscription_collection(stage.account, name="Tea")


def leaving(which, **settings):
    return {
        "leave": ("unsubscribe", {"which": which, **settings}, OUTCOMES),
        "left": say("Left ${session.unsubscribed.count}"),
        "never": say("Never ${session.unsubscribed.count}"),
        "no": say("No ${session.lastError.code}"),
    }


def one(subscription, **more):
    return {"mode": "subscription", "subscription": subscription.public_id, **more}


def member(user, collection, name, **more):
    """A list the end user is on."""
    subscription = factories.create_subscription(collection, name=name, **more)
    factories.create_membership(subscription, user)
    return subscription


def still_on(user):
    found = Membership.objects.filter(end_user=user, until=None)
    return sorted(found.values_list("subscription__name", flat=True))


def test_takes_the_end_user_off_one_list(stage, user, lists):
    club = member(user, lists, "Club")
    member(user, lists, "News")

    stage.invoke(stage.service(leaving(one(club))))

    assert stage.sent() == ["Left 1"]
    assert still_on(user) == ["News"]
    stay = Membership.objects.get(subscription=club)
    assert (stay.reason, stay.until is not None) == ("stop", True)


def test_says_who_was_not_on_it(stage, user, lists):
    club = factories.create_subscription(lists)

    stage.invoke(stage.service(leaving(one(club))))

    assert stage.sent() == ["Never 0"]


def test_leaves_other_people_on_it(stage, user, lists):
    club = member(user, lists, "Club")
    other = factories.create_end_user(stage.account, "447700900002")
    factories.create_membership(club, other)

    stage.invoke(stage.service(leaving(one(club))))

    assert still_on(other) == ["Club"]


def test_a_protected_list_is_left_when_it_is_named_itself(stage, user, lists):
    club = member(user, lists, "Alerts", protected=True)

    stage.invoke(stage.service(leaving(one(club))))

    assert still_on(user) == []


def test_leaves_a_whole_collection_but_protected_lists(stage, user, lists):
    elsewhere = factories.create_subscription_collection(stage.account, name="Other")
    member(user, lists, "Club")
    member(user, lists, "Alerts", protected=True)
    member(user, elsewhere, "News")

    which = {"mode": "collection", "collection": lists.public_id}
    stage.invoke(stage.service(leaving(which)))

    assert stage.sent() == ["Left 1"]
    assert still_on(user) == ["Alerts", "News"]


def test_leaves_everything_but_protected_lists_and_opts_out(stage, user, lists):
    elsewhere = factories.create_subscription_collection(stage.account, name="Other")
    member(user, lists, "Club")
    member(user, elsewhere, "News")
    member(user, elsewhere, "Alerts", protected=True)
    service = stage.service(leaving({"mode": "all"}))
    stage.keyword(service, "STOPALL", kind="stop_all")

    assert stage.says("stopall") == ["Left 2"]
    assert still_on(user) == ["Alerts"]
    assert OptOut.objects.get().code == ""


def test_opts_out_only_when_asked_to(stage, user, lists):
    club = member(user, lists, "Club")

    stage.invoke(stage.service(leaving(one(club))))

    assert not OptOut.objects.exists()


def test_who_opted_out_gets_no_confirmation_but_from_a_stop_service(stage, user, lists):
    club = member(user, lists, "Club")

    stage.invoke(stage.service(leaving(one(club, opt_out=True))))

    assert stage.sent() == []
    assert OptOut.objects.get().source == "service"


def test_does_not_touch_another_account(stage, user, lists):
    member(user, lists, "Club")
    other = factories.create_account()
    stranger = factories.create_end_user(other, NUMBER)
    member(stranger, factories.create_subscription_collection(other), "Theirs")

    stage.invoke(stage.service(leaving({"mode": "all", "opt_out": False})))

    assert still_on(stranger) == ["Theirs"]


@pytest.mark.parametrize("which", ["subscription", "collection"])
def test_what_is_gone_is_a_defect(stage, user, which):
    chosen = {"mode": which, which: "A" * 12}

    stage.invoke(stage.service(leaving(chosen)))

    assert stage.sent() == ["No missing"]


def test_an_expression_names_the_list(stage, user, lists):
    member(user, lists, "Club")

    stage.invoke(stage.service(leaving({"mode": "expression", "expression": "${'tea/club'}"})))

    assert still_on(user) == []


def test_ends_other_sessions_of_the_collection_when_asked_to(stage, user, lists):
    club = member(user, lists, "Club")
    pause = {"pause": ("delay", {"duration": "PT1H"})}
    same = stage.invoke(stage.service(pause))
    elsewhere = stage.invoke(
        stage.service(pause, collection=factories.create_collection(stage.account))
    )

    stage.invoke(stage.service(leaving(one(club), cancel_sessions=True)))

    same.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (same.status, same.reason) == ("cancelled", "stop")
    assert elsewhere.status == "waiting"
    assert Session.objects.filter(status="completed").count() == 1


def test_many_leave_in_one_batch(stage, lists):
    club = factories.create_subscription(lists, name="Club")
    numbers = [str(447700906000 + place) for place in range(12)]
    for number in numbers:
        factories.create_membership(club, factories.create_end_user(stage.account, number))
    stage.keyword(stage.service(leaving(one(club))), "STOP", kind="stop")
    for number in numbers:
        stage.text("STOP", number)

    stage.run()

    assert not Membership.objects.filter(until=None).exists()
    assert [stage.sent(number) for number in numbers] == [["Left 1"]] * 12
