from datetime import timedelta

import pytest

from flows.engine.effects import CheckRecipients, SendMessage
from flows.engine.errors import EventNotAwaited
from flows.engine.events import Answered, MessageReceived, MessageReported, TimedOut
from flows.engine.handler import parse_duration
from flows.handlers.send_sms import SendSms

OTHERS = "447700900002, +44 7700 900003"


def sent_to(play):
    return [effect.to for effect in play.effects if isinstance(effect, SendMessage)]


def test_sends_to_the_end_user_by_default(run):
    play = run(SendSms(message="Hi ${user.name}"), variables={"user.name": "Ann"})

    assert play.outcome == "sent"
    assert play.effects == (
        SendMessage(id="ID1", to="447700900001", text="Hi Ann", originator="83000"),
    )
    assert play.fields["message"] == "Hi Ann"


def test_tells_about_the_message_it_sent(run):
    play = run(SendSms(message="x" * 161), variables={"request.mt.part.2.smsid": "old"})

    assert play.variable("request.mt.smsId") == "ID1"
    assert play.variable("request.mt.isMultipart") is True
    assert play.variable("request.mt.part.0.smsId") == "ID1"
    assert play.variable("request.mt.part.1.smsId") == "ID1-1"
    assert play.variable("request.mt.part.2.smsId") is None


def test_passes_on_how_it_is_to_be_sent(run):
    handler = SendSms(
        message="Ł",
        originator="${user.brand}",
        account="GGGGGGGGGGGG",
        encoding="ucs2",
        validity=timedelta(hours=1),
        quiet_hours=False,
        note="for ${user.brand}",
        subaccount="a1",
    )

    play = run(handler, variables={"user.brand": "Tea"}, gateways=frozenset({"GGGGGGGGGGGG"}))

    assert play.effects == (
        SendMessage(
            id="ID1",
            to="447700900001",
            text="Ł",
            originator="Tea",
            gateway="GGGGGGGGGGGG",
            encoding="UCS-2",
            validity_seconds=3600,
            note="for Tea",
            subaccount="a1",
            quiet_hours=False,
        ),
    )


@pytest.mark.parametrize(
    ("settings", "facts", "reason", "defect"),
    [
        ({"message": "${user.nothing}"}, {}, "empty", False),
        ({"message": "${1 % 0}"}, {}, "expression", True),
        ({"message": "Hi", "to": "${user.nothing}"}, {}, "number", False),
        ({"message": "Hi", "to": "${'012'}"}, {}, "number", False),
        ({"message": "Hi"}, {"msisdn": ""}, "number", False),
        ({"message": "Hi"}, {"opted_out": True}, "opted_out", False),
        ({"message": "Hi", "originator": "${'far too long a name'}"}, {}, "originator", False),
        ({"message": "Ł", "encoding": "gsm7"}, {}, "encoding", False),
        ({"message": "x" * 161, "multipart": False}, {}, "too_long", False),
        ({"message": "x" * 613}, {}, "too_long", False),
        ({"message": "x" * 161, "max_parts": 1}, {}, "too_long", False),
        ({"message": "Hi", "account": "GONE"}, {}, "no_route", True),
        ({"message": "Hi", "note": "${user.long}"}, {}, "value", True),
        ({"message": "Hi", "subaccount": "${user.long}"}, {}, "value", True),
    ],
)
def test_fails_before_anything_is_sent(run, settings, facts, reason, defect):
    play = run(SendSms(**settings), variables={"user.long": "x" * 161}, **facts)

    assert play.outcome == "failed"
    assert play.reason == reason
    assert play.visit.error.defect is defect
    assert play.effects == ()
    assert play.variable("request.mt.smsId") is None
    assert play.variable("session.lastError.code") == reason


def test_sends_in_spite_of_an_opt_out_when_told(run):
    play = run(SendSms(message="Hi", block_list=False), opted_out=True)

    assert play.outcome == "sent"
    assert play.effects[0].block_list is False


def test_sends_the_confirmation_owed_to_one_who_opted_out(run, graph):
    twice = graph(
        {"n1": SendSms(message="Bye"), "n2": SendSms(message="Hi")}, {("n1", "sent"): "n2"}
    )

    play = run(twice, opted_out=True, free_messages=1)

    assert [visit.outcome for visit in play.last.visits] == ["sent", "failed"]
    assert play.reason == "opted_out"


def test_asks_about_other_numbers_first(run):
    play = run(SendSms(message="Hi", to=f"{OTHERS}; 447700900001\n447700900002"))

    assert play.effects == (CheckRecipients(("447700900002", "447700900003")),)
    play.on(Answered({}))
    assert play.outcome == "sent"
    assert sent_to(play) == ["447700900002", "447700900003", "447700900001"]


def test_asks_nothing_about_the_end_user_or_without_block_list(run):
    own = run(SendSms(message="Hi", to="${user.identifiers.msisdn}"),
              variables={"user.identifiers.msisdn": 447700900001})  # fmt: skip
    free = run(SendSms(message="Hi", to=OTHERS, block_list=False))

    assert sent_to(own) == ["447700900001"]
    assert sent_to(free) == ["447700900002", "447700900003"]


def test_leaves_out_numbers_that_are_refused(run):
    play = run(SendSms(message="Hi", to=f"{OTHERS}, 12"), Answered({"447700900003": "opted_out"}))

    assert play.outcome == "sent"
    assert sent_to(play) == ["447700900002"]
    assert "447700900003" in play.fields["refused"]
    assert "12" in play.fields["refused"]


def test_fails_when_all_numbers_are_refused(run):
    refused = {"447700900002": "blacklisted", "447700900003": "opted_out"}

    play = run(SendSms(message="Hi", to=OTHERS), Answered(refused))

    assert play.outcome == "failed"
    assert play.reason == "blacklisted"
    assert play.effects == ()


def test_refuses_more_than_twenty_numbers(run):
    numbers = ",".join(str(447700900100 + n) for n in range(21))

    play = run(SendSms(message="Hi", to="${user.numbers}"), variables={"user.numbers": numbers})

    assert play.reason == "number"


def waiting(run, **settings):
    return run(SendSms(message="Hi", wait_report=True, **settings))


def test_waits_for_the_report(run):
    play = waiting(run)

    assert play.effects[0].wants_report is True
    assert play.wait.until - play.world.now == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("status", "outcome", "reason"),
    [
        ("delivered", "delivered", ""),
        ("failed", "failed", "undelivered"),
        ("expired", "failed", "undelivered"),
        ("deleted", "failed", "undelivered"),
        ("rejected", "failed", "rejected"),
        ("unknown", "no_report", ""),
    ],
)
def test_goes_on_by_the_report(run, status, outcome, reason):
    play = waiting(run).on(MessageReported("ID1", status, f"REASON_{status.upper()}"))

    assert play.outcome == outcome
    assert play.reason == reason
    assert play.variable("request.deliveryReport.name") == f"REASON_{status.upper()}"


def test_takes_no_report_at_the_limit(run):
    play = waiting(run, report_limit=timedelta(seconds=10)).on(TimedOut())

    assert play.outcome == "no_report"
    assert play.world.now - play.steps[0].move.until == timedelta()


def test_forgets_the_report_of_an_earlier_message(run):
    play = run(SendSms(message="Hi", wait_report=True),
               variables={"request.deliveryReport.name": "OLD"})  # fmt: skip

    assert play.on(TimedOut()).variable("request.deliveryReport.name") is None


def test_waits_for_all_reports_and_counts_the_worst(run):
    play = run(SendSms(message="Hi", to=OTHERS, wait_report=True), Answered({}))
    until = play.wait.until

    play.on(MessageReported("ID1", "failed", "REASON_FAILED"), after=timedelta(minutes=1))
    assert play.outcome == ""
    assert play.wait.until == until
    play.on(MessageReported("ID1", "rejected", "AGAIN"))
    play.on(MessageReported("ID2", "delivered", "DELIVERED"))

    assert play.outcome == "failed"
    assert play.variable("request.deliveryReport.name") == "REASON_FAILED"


def test_does_not_wait_for_a_message(run):
    with pytest.raises(EventNotAwaited):
        waiting(run).on(MessageReceived("hello"))


def test_names_its_ways_out_by_whether_it_waits():
    assert SendSms(message="Hi").ways_out() == ("sent", "failed")
    assert SendSms(message="Hi", wait_report=True).ways_out() == (
        "delivered",
        "no_report",
        "failed",
    )
    assert not SendSms(message="Hi").waits()
    assert SendSms(message="Hi", wait_report=True).waits()


@pytest.mark.parametrize(
    "settings",
    [
        {"message": ""},
        {"message": "${"},
        {"message": "x" * 4001},
        {"message": "Hi", "max_parts": 0},
        {"message": "Hi", "max_parts": 11},
        {"message": "Hi", "validity": "PT4M"},
        {"message": "Hi", "validity": "PT73H"},
        {"message": "Hi", "report_limit": "PT9S"},
        {"message": "Hi", "report_limit": "PT73H"},
        {"message": "Hi", "encoding": "utf8"},
        {"message": "Hi", "colour": "red"},
    ],
)
def test_refuses_settings(settings):
    with pytest.raises(ValueError, match=next(reversed(settings))):
        SendSms.model_validate(settings)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"to": "12"}, "to"),
        ({"to": ",".join(str(447700900100 + n) for n in range(21))}, "to"),
        ({"originator": "far too long a name"}, "originator"),
        ({"note": "x" * 161}, "note"),
        ({"subaccount": "x" * 11}, "subaccount"),
    ],
)
def test_says_what_is_wrong(settings, field):
    assert [problem[0] for problem in SendSms(message="Hi", **settings).problems()] == [field]


@pytest.mark.parametrize(
    ("settings", "rules"),
    [
        ({"message": "x" * 161, "multipart": False}, ["parts"]),
        ({"message": "Ł", "encoding": "gsm7"}, ["encoding"]),
        ({"message": "x" * 160, "multipart": False}, []),
        ({"message": "${user.text}", "multipart": False}, []),
    ],
)
def test_doubts_a_text_that_cannot_be_sent(settings, rules):
    handler = SendSms(**settings)

    assert [doubt[1] for doubt in handler.doubts()] == rules
    assert list(handler.problems()) == []


def test_has_the_documented_defaults():
    handler = SendSms(message="Hi")

    assert handler.max_parts == 4
    assert handler.report_limit == parse_duration("PT5M")
    assert handler.quiet_hours is handler.block_list is handler.multipart is True
    assert handler.wait_report is False
    assert handler.summary() == "Hi"
