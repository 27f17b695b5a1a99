from datetime import timedelta

import pytest
from django.utils import timezone

from mep.messaging.gateways import make_gateway
from mep.messaging.gateways.base import OutboundSms
from mep.messaging.gateways.simulator import due_receipts
from mep.messaging.simulated import SimulatedMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway():
    return make_gateway("simulator", {}, "A1B2C3D4E5F6")


def sms(ending="750", message_id="M1", text="Hello"):
    return OutboundSms(id=message_id, to=f"447700900{ending}", sender="83000", text=text)


def receipts_after(seconds):
    found = due_receipts(timezone.now() + timedelta(seconds=seconds))
    return [(due.message_id, due.receipt.status, due.receipt.error_code) for due in found]


def test_accepts_in_order_and_keeps_what_it_got(gateway):
    batch = [sms(message_id="M2"), sms("990", "M3"), sms(message_id="M1", text="Zoë €")]

    results = gateway.send(batch)

    assert [result.outcome for result in results] == ["accepted", "rejected", "accepted"]
    assert results[0].provider_ids == ("sim-M2",)
    kept = SimulatedMessage.objects.get(message_id="M1")
    assert (kept.to, kept.sender, kept.text) == ("447700900750", "83000", "Zoë €")
    assert kept.gateway == "A1B2C3D4E5F6"


def test_sends_nothing_for_nothing(gateway):
    assert gateway.send([]) == []


def test_refuses_one_message_twice_in_a_batch(gateway):
    with pytest.raises(ValueError, match="twice"):
        gateway.send([sms(), sms()])

    assert not SimulatedMessage.objects.exists()


def test_stores_a_message_once_and_counts_the_rest(gateway):
    first = gateway.send([sms()])

    second = gateway.send([sms()])

    assert second == first
    kept = SimulatedMessage.objects.get()
    assert (kept.attempts, kept.duplicates) == (2, 1)
    assert receipts_after(2) == [("M1", "delivered", "")]
    assert receipts_after(9) == []


def test_counts_parts_as_they_are_sent(gateway):
    results = gateway.send(
        [sms(message_id="M1", text="€" * 81), sms(message_id="M2", text="ğ" * 70)]
    )

    assert [result.parts for result in results] == [2, 1]


def test_keeps_binary_as_hexadecimal(gateway):
    gateway.send([OutboundSms("M1", "447700900750", None, None, b"\x01\xff", encoding="binary")])

    assert SimulatedMessage.objects.get().text == "01ff"


def test_reports_after_the_delay():
    gateway = make_gateway("simulator", {"delay": 30})
    gateway.send([sms()])

    assert receipts_after(25) == []
    assert receipts_after(35) == [("M1", "delivered", "")]
    assert receipts_after(35) == []


def test_due_receipts_name_their_account_and_stop_at_the_limit(gateway):
    gateway.send([sms(message_id=f"M{number}") for number in range(5)])
    later = timezone.now() + timedelta(seconds=2)

    first = due_receipts(later, limit=3)

    assert {due.account for due in first} == {"A1B2C3D4E5F6"}
    assert {due.receipt.provider_id for due in first} == {f"sim-{due.message_id}" for due in first}
    assert (len(first), len(due_receipts(later))) == (3, 2)


def test_rejects_990_for_good(gateway):
    results = [gateway.send([sms("990")])[0] for _ in range(2)]

    assert {result.outcome for result in results} == {"rejected"}
    assert results[0].error.error_class == "invalid_destination"
    assert receipts_after(9) == []
    assert SimulatedMessage.objects.get().duplicates == 1


@pytest.mark.parametrize(
    ("ending", "error", "refusals"), [("991", "throttled", 2), ("992", "temporary", 3)]
)
def test_refuses_a_while_then_accepts(gateway, ending, error, refusals):
    results = [gateway.send([sms(ending)])[0] for _ in range(refusals + 1)]

    assert [result.outcome for result in results] == ["retry"] * refusals + ["accepted"]
    assert {result.error.error_class for result in results[:-1]} == {error}
    assert receipts_after(2) == [("M1", "delivered", "")]
    assert SimulatedMessage.objects.get().duplicates == 0


def test_gives_no_receipt_while_it_refuses(gateway):
    gateway.send([sms("991")])

    assert receipts_after(9) == []
    assert gateway.find(["M1"]) == {}


@pytest.mark.parametrize(
    ("ending", "statuses"),
    [
        ("993", [("failed", "069")]),
        ("994", [("expired", "")]),
        ("995", []),
        ("997", [("delivered", ""), ("delivered", "")]),
        ("998", []),
    ],
)
def test_reports_by_the_last_digits(gateway, ending, statuses):
    gateway.send([sms(ending)])

    assert receipts_after(2) == [("M1", *status) for status in statuses]


def test_996_reports_before_the_send_result(gateway):
    seen = []
    gateway.listen(seen.append)

    results = gateway.send([sms("996"), sms("750", "M2")])

    assert [(receipt.provider_id, receipt.status) for receipt in seen] == [("sim-M1", "delivered")]
    assert results[0].provider_ids == ("sim-M1",)
    assert receipts_after(2) == [("M2", "delivered", "")]


def test_996_is_due_at_once_when_nobody_listens(gateway):
    gateway.send([sms("996")])

    assert receipts_after(0) == [("M1", "delivered", "")]


def test_998_is_unsure_but_arrived(gateway):
    (result,) = gateway.send([sms("998")])

    assert (result.outcome, result.provider_ids) == ("unsure", ())
    assert gateway.find(["M1"])["M1"].provider_ids == ("sim-M1",)


@pytest.mark.parametrize(("text", "parts"), [("short", 2), ("a" * 400, 3)])
def test_999_delivers_the_first_part_only(gateway, text, parts):
    (result,) = gateway.send([sms("999", text=text)])

    found = [due.receipt for due in due_receipts(timezone.now() + timedelta(seconds=2))]

    assert result.parts == parts
    assert [receipt.part for receipt in found] == list(range(1, parts + 1))
    assert [receipt.status for receipt in found] == ["delivered"] + ["failed"] * (parts - 1)
    assert {receipt.parts for receipt in found} == {parts}


def test_settles_what_it_has_and_leaves_out_what_never_came(gateway):
    gateway.send([sms(message_id="M1"), sms("990", "M2")])

    settled = gateway.find(["M1", "M2", "M3"])

    assert {key: result.outcome for key, result in settled.items()} == {
        "M1": "accepted",
        "M2": "rejected",
    }


def test_answers_what_became_of_messages():
    gateway = make_gateway("simulator", {"delay": 30})
    gateway.send([sms(message_id="M1"), sms("995", "M2"), sms("996", "M3")])

    reports = gateway.report(["sim-M1", "sim-M2", "sim-M3", "sim-M4"])

    assert [report.status for report in reports] == ["enroute", "enroute", "delivered"]


def test_one_statement_stores_a_batch(gateway, django_assert_num_queries):
    batch = [sms(message_id=f"M{number}") for number in range(100)]

    with django_assert_num_queries(1):
        gateway.send(batch)


def test_is_healthy(gateway):
    assert gateway.health().ok
