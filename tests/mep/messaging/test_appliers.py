"""Messages as the intents that a batch stores."""

import pytest

from mep.messaging.models import Gateway, Message
from tests import factories
from tests.stage import CODE, NUMBER, say


def gateway(stage, name, **more):
    return Gateway.objects.create(account=stage.account, name=name, kind="simulator", **more)


def send(stage, **settings):
    """The message a service sends with these settings."""
    stage.invoke(stage.service({"say": ("send_sms", {"message": "Hi", **settings})}))
    return Message.objects.get(direction="MT")


def test_is_stored_with_all_that_is_needed_to_send_it(stage):
    message = send(stage, note="May", subaccount="tea", validity="PT1H")

    assert (message.status, message.number, message.text) == ("queued", NUMBER, "Hi")
    assert (message.code, message.parts, message.encoding) == (CODE, 1, "GSM-7")
    assert (message.note, message.subaccount, message.validity_seconds) == ("May", "tea", 3600)
    session = stage.session()
    assert (message.session, message.service, message.visit) == (session, session.service, 1)
    assert (message.source, message.request_id) == ("session", session.request_id)
    assert message.end_user == session.end_user


def test_its_id_is_the_one_the_service_sees(stage):
    stage.invoke(stage.service({"a": say("A", sent="b"), "b": say("${request.mt.smsId}")}))

    first, second = Message.objects.order_by("created_at")
    assert second.text == first.public_id


def test_of_a_session_that_a_text_began_carries_the_keyword(stage):
    stage.service({"say": say("Hi")}, word="GO")
    stage.says("GO")

    assert Message.objects.get(direction="MT").keyword == "GO"


def test_to_somebody_else_belongs_to_no_end_user(stage):
    message = send(stage, to="447700900055")

    assert (message.number, message.end_user) == ("447700900055", None)


def test_goes_by_the_gateway_the_author_chose(stage):
    chosen = gateway(stage, "Chosen")

    assert send(stage, account=chosen.public_id).gateway == chosen


def test_goes_by_the_gateway_of_the_originators_code(stage):
    tied = gateway(stage, "Tied")
    factories.create_code(stage.account, "84000", gateway=tied)

    assert send(stage, originator="84000").gateway == tied


def test_else_goes_by_the_default_gateway(stage):
    gateway(stage, "Another")

    assert send(stage, originator="Bramble").gateway == stage.gateway


def test_has_no_route_when_every_gateway_is_disabled(stage):
    Gateway.objects.update(enabled=False)

    message = send(stage)

    assert (message.status, message.reason, message.gateway) == ("not_sent", "no_route", None)


def test_does_not_use_another_accounts_gateway(stage):
    other = factories.create_account()
    elsewhere = factories.create_gateway(other)

    session = stage.invoke(
        stage.service({"say": ("send_sms", {"message": "Hi", "account": elsewhere.public_id})})
    )
    assert (session.status, session.reason) == ("failed", "no_route")


def test_messages_of_a_session_keep_their_order(stage):
    nodes = {f"n{n}": say(str(n), sent=f"n{n + 1}") for n in range(1, 6)}
    nodes["n6"] = say("6")

    stage.invoke(stage.service(nodes))

    assert stage.sent() == ["1", "2", "3", "4", "5", "6"]
    assert Message.objects.values("due_at").distinct().count() == 6


@pytest.mark.parametrize("code", ["ACME_inject", "83000"])
def test_a_reply_comes_from_a_number(stage, code):
    texted = stage.code if code == CODE else factories.create_code(stage.account, code)
    stage.keyword(stage.service({"say": say("Hi")}), "GO", code=texted)

    stage.says("GO", code=code)

    assert Message.objects.get(direction="MT").code == "83000"


def test_the_services_originator_goes_before_the_code_that_was_texted(stage):
    stage.service({"say": say("Hi")}, word="GO", default_originator="Bramble")

    stage.says("GO")

    assert Message.objects.get(direction="MT").code == "Bramble"
