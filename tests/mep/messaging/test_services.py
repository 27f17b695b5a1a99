"""Taking in what phones send, and posting what others ask for."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from flows import services as flows
from flows.models import Event, Session
from flows.services import Post
from mep.endusers.models import EndUser
from mep.messaging.models import Gateway, Message
from mep.routing.mo import MoPart
from tests import factories
from tests.stage import CODE, NUMBER, say


@pytest.fixture
def greeting(stage):
    stage.service({"say": say("Hi")}, word="GO")
    return stage


def in_threads(works):
    errors = []

    def run(work):
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]


def test_stores_message_event_and_end_user_at_once(stage):
    stage.text("héllo", network="O2UK")

    message = Message.objects.get()
    user = EndUser.objects.get()
    assert (message.direction, message.status, message.text) == ("MO", "received", "héllo")
    assert (message.number, message.code, message.network) == (NUMBER, CODE, "O2UK")
    assert (message.end_user, user.msisdn, user.account) == (user, NUMBER, stage.account)
    assert Event.objects.get().end_user == user


@pytest.mark.parametrize(
    ("text", "parts", "encoding"),
    [("a" * 160, 1, "GSM-7"), ("a" * 161, 2, "GSM-7"), ("ж", 1, "UCS-2"), ("", 1, "GSM-7")],
)
def test_counts_the_parts_of_a_message(stage, text, parts, encoding):
    stage.text(text)

    message = Message.objects.get()
    assert (message.parts, message.encoding) == (parts, encoding)


def test_a_repetition_of_the_same_external_id_is_stored_once(greeting):
    assert greeting.says("GO", external_id="X1") == ["Hi"]
    assert greeting.says("GO", external_id="X1") == []
    assert Message.objects.filter(direction="MO").count() == 1


def test_repetitions_at_the_same_time_are_stored_once(greeting):
    in_threads([lambda: greeting.text("GO", external_id="X1")] * 12)
    greeting.run()

    assert greeting.sent() == ["Hi"]
    assert Message.objects.filter(direction="MO").count() == 1


def test_messages_without_an_external_id_are_never_repetitions(greeting):
    greeting.text("GO")
    greeting.text("GO")
    greeting.run()

    assert greeting.sent() == ["Hi", "Hi"]


def test_each_gateway_counts_its_own_external_ids(greeting):
    greeting.says("GO", external_id="X1")
    greeting.gateway = Gateway.objects.create(
        account=greeting.account, name="Another", kind="simulator"
    )

    assert greeting.says("GO", external_id="X1") == ["Hi"]


def test_a_new_end_user_texting_from_many_places_at_once_is_made_once(greeting):
    in_threads([lambda: greeting.text("GO")] * 20)
    greeting.run()

    assert EndUser.objects.count() == 1
    assert greeting.sent() == ["Hi"] * 20


def test_parts_can_be_read_by_the_service(stage):
    words = (
        "${request.message.isMultipart} ${request.message.part[0].message}"
        " ${request.message.part[1].smsId}"
    )
    stage.service({"say": say(words)}, word="one two")
    at = datetime(2031, 7, 5, 9, 30, tzinfo=UTC)
    parts = (MoPart("one ", "A1", at), MoPart("two", "A2", at))

    assert stage.says("one two", parts=parts) == ["true one  A2"]


def test_a_message_received_in_a_transaction_that_fails_is_not_stored(stage):
    with transaction.atomic():
        stage.text("GO")
        transaction.set_rollback(True)

    assert not Message.objects.exists()
    assert not Event.objects.exists()


def test_an_invocation_with_the_same_key_is_stored_once(stage):
    service = stage.service({"say": say("Hi")})

    first = post(stage, service, "Q1", "K1")
    second = post(stage, service, "Q2", "K1")
    stage.run()

    assert (first, second) == ("Q1", "Q1")
    assert Session.objects.count() == 1


def test_invocations_with_the_same_key_at_the_same_time_are_stored_once(stage):
    service = stage.service({"say": say("Hi")})
    told = []

    in_threads([lambda n=n: told.append(post(stage, service, f"Q{n}", "K1")) for n in range(10)])
    stage.run()

    assert len(set(told)) == 1
    assert stage.sent() == ["Hi"]


def test_keys_of_different_accounts_are_different(stage):
    service = stage.service({"say": say("Hi")})
    other = factories.create_account()
    post(stage, service, "Q1", "K1")

    told = flows.post_invocation(
        other.id, number=NUMBER, service_id="A" * 12, request_id="Q2", dedup_key="K1"
    )

    assert told == "Q2"


def test_what_is_due_later_waits(stage):
    service = stage.service({"say": say("Hi")})
    flows.post(
        Post(
            account_id=stage.account.id,
            number=NUMBER,
            kind="invoke",
            target=service.public_id,
            request_id="Q",
            due_at=datetime(2099, 1, 1, tzinfo=UTC),
        )
    )

    stage.run()

    assert stage.sent() == []


def test_lanes_are_worked_on_apart_but_an_end_users_events_stay_in_order(stage):
    service = stage.service({"say": say("Hi")})
    flows.post(
        Post(stage.account.id, NUMBER, "invoke", service.public_id, "Q", lane="bulk"),
    )
    stage.run()
    assert stage.sent() == []

    stage.service({"say": say("Second")}, word="GO")

    assert stage.says("GO") == ["Hi", "Second"]


def post(stage, service, request_id, key):
    return flows.post_invocation(
        stage.account.id,
        number=NUMBER,
        service_id=service.public_id,
        request_id=request_id,
        dedup_key=key,
    )
