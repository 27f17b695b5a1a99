"""Variables sent along with a trigger."""

import json

import pytest

from flows.models import Event, TraceLine
from mep.base.sealing import unseal
from mep.endusers.models import EndUser, UserVariable
from tests import factories
from tests.stage import NUMBER, keep, say, trace, variables

SAY = {"say": say("${request.a} ${session.b} ${user.c} ${userservice.d} ${userservicecoll.e}")}
ALL = (
    ("request", "a", "1"),
    ("session", "b", "2"),
    ("user", "c", "3"),
    ("userservice", "d", "4"),
    ("userservicecoll", "e", "5"),
)


def test_are_set_before_the_first_handler(stage):
    session = stage.invoke(stage.service(SAY), variables=ALL)

    assert stage.sent() == ["1 2 3 4 5"]
    assert trace(session) == [("start", ""), ("say", "sent")]


def test_belong_to_the_service_and_the_collection_they_were_sent_to(stage):
    service = stage.service(SAY)

    stage.invoke(service, variables=ALL)

    kept = UserVariable.objects.order_by("key").values_list("scope", "owner_id", "value")
    assert list(kept) == [
        ("user", 0, '"3"'),
        ("userservice", service.id, '"4"'),
        ("userservicecoll", service.collection_id, '"5"'),
    ]


def test_may_be_expressions_that_read_those_before_them(stage):
    given = (("session", "b", "2"), ("user", "c", "${session.b + 1}"))

    stage.invoke(stage.service(SAY), variables=given)

    assert stage.sent() == [" 2 3  "]


def test_one_whose_expression_fails_stays_unset_and_is_named(stage):
    given = (("session", "b", "${'a' * 2}"), ("user", "c", "3"))

    session = stage.invoke(stage.service(SAY), variables=given)

    line = TraceLine.objects.get(session=session, number=1)
    assert stage.sent() == ["  3  "]
    assert line.reason == "variable"
    assert line.error.startswith("session.b: ")


def test_keep_the_types_they_were_sent_with(stage):
    nodes = {"set": keep("session", "sum", "${session.n + 1}")}

    session = stage.invoke(stage.service(nodes), variables=[("session", "n", 2)])

    assert variables(session) == {"n": 2, "sum": 3}


def test_are_known_to_the_service_a_text_starts(stage):
    stage.service(SAY, word="GO")

    assert stage.says("GO", variables=ALL) == ["1 2 3 4 5"]


def test_are_known_to_the_session_that_takes_a_text(stage):
    nodes = {"ask": ("wait_message", {}, {"message_received": "say"})} | SAY
    session = stage.invoke(stage.service(nodes))

    assert stage.says("yes", variables=ALL) == ["1 2 3 4 5"]
    assert ("start", "") in trace(session)


def test_without_a_session_only_those_of_the_end_user_stay(stage):
    stage.text("nobody listens", variables=(*ALL, ("user", "name", "${user.c}!")))

    stage.run()

    kept = UserVariable.objects.order_by("key").values_list("scope", "key", "value")
    assert list(kept) == [("user", "c", '"3"'), ("user", "name", '"3!"')]
    assert stage.events() == [("message", Event.Status.DROPPED, "variables_dropped")]


def test_a_text_without_a_session_says_why_if_nothing_was_lost(stage):
    stage.text("nobody listens", variables=(("user", "c", "3"),))

    stage.run()

    assert stage.events() == [("message", Event.Status.DROPPED, "no_keyword")]


def test_a_pin_sent_along_can_be_drawn_again_from_the_stored_seed(stage):
    given = (("session", "pin", "${af:generatePin(6,true)}"),)

    session = stage.invoke(stage.service(SAY), variables=given)

    line = TraceLine.objects.get(session=session, number=1)
    assert len(variables(session)["pin"]) == 6
    assert len(unseal("flows.runner.luck", bytes(line.seed))) == 16


@pytest.mark.parametrize("name", ["NAME", "Name"])
def test_letter_case_of_a_key_does_not_matter(stage, name):
    stage.invoke(stage.service({"say": say("${user.name}")}), variables=[("user", name, "Zoë")])

    assert stage.sent() == ["Zoë"]


def test_are_not_known_to_other_end_users(stage):
    service = stage.service(SAY)
    stage.invoke(service, variables=ALL)

    stage.invoke(service, "447700900002")

    assert stage.sent("447700900002") == ["    "] or stage.sent("447700900002") == []


def test_an_end_user_known_before_keeps_what_is_known(stage):
    user = factories.create_end_user(stage.account, NUMBER)
    factories.create_user_variable(user, "name", "Bob")

    stage.invoke(stage.service({"say": say("${user.name} ${user.c}")}), variables=ALL)

    assert stage.sent() == ["Bob 3"]
    assert EndUser.objects.count() == 1
    assert json.loads(UserVariable.objects.get(key="c").value) == "3"
