"""Inject Message: every parameter, the order of checks, and what is left behind."""

import json
import logging
import re
import time

import pytest
from django.db import connection

from flows.models import Event
from mep.accounts.models import Account, User
from mep.base import redis
from mep.messaging.models import Message
from mep.routing.models import RoutingCode

REQUEST_ID = re.compile(r"[A-Z0-9]{5}(-[A-Z0-9]{5}){3}")
ACCEPTED = re.compile(
    r'<\?xml version="1\.0" encoding="ISO-8859-1"\?>\s*<messages>\s*<message>\s*'
    r"<id>([0-9A-F]{16})</id>\s*<code>(.*)</code>\s*<from>(\d+)</from>\s*"
    r"<network>(\w+)</network>\s*</message>\s*</messages>\s*"
)


def check_accepted(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain"
    assert answer["Cache-Control"] == "no-store"
    assert REQUEST_ID.fullmatch(answer["X-Request-Id"])
    return ACCEPTED.fullmatch(answer.content.decode("latin-1")).groups()


def check_refused(answer, status, line):
    assert (answer.status_code, answer.content.decode("latin-1")) == (status, line)
    assert answer["Content-Type"] == "text/plain; charset=ISO-8859-1"
    assert answer["Cache-Control"] == "no-store"
    assert REQUEST_ID.fullmatch(answer["X-Request-Id"])


def check_nothing_stored():
    assert not Event.objects.exists()
    assert not Message.objects.exists()


def api_user():
    return User.objects.get(username="nq.api")


def percent(raw):
    return "".join(f"%{byte:02X}" for byte in raw)


# What is accepted.


def test_an_accepted_message_is_stored_and_told(inject):
    answer = inject(network="o2uk")

    message_id, code, sender, network = check_accepted(answer)
    message, event = Message.objects.get(), Event.objects.select_related("end_user").get()
    assert (code, sender, network) == ("NORTHQUAY_inject", "447700900214", "O2UK")
    assert (message.public_id, message.text, message.direction) == (message_id, "JOIN spring", "MO")
    assert (message.type, message.source, message.network) == ("injected", "inject", "O2UK")
    assert (event.kind, event.target, event.user) == ("message", code, api_user())
    assert event.end_user.msisdn == sender
    assert event.request_id == message.request_id == answer["X-Request-Id"]


def test_each_request_injects_again(inject):
    assert check_accepted(inject()) != check_accepted(inject())
    assert Message.objects.count() == 2


def test_the_network_is_unknown_by_default(inject):
    assert check_accepted(inject())[3] == "UNKNOWN"
    assert check_accepted(inject(network=""))[3] == "UNKNOWN"


def test_the_code_is_found_in_any_case_and_told_as_stored(inject):
    assert check_accepted(inject(code="northquay_INJECT"))[1] == "NORTHQUAY_inject"


def test_the_name_is_good_in_any_case(inject):
    check_accepted(inject(username="NQ.API"))


@pytest.mark.parametrize("sender", ["123456", "1234567890123456"])
def test_numbers_have_6_to_16_digits(inject, sender):
    assert check_accepted(inject(**{"from": sender}))[2] == sender


def test_the_text_may_be_empty(inject):
    check_accepted(inject(msg=""))
    assert Message.objects.get().text == ""


@pytest.mark.parametrize(
    ("encoding", "raw", "text"),
    [
        (None, b"\xa4 caf\xe9", "€ café"),
        ("", b"\xa4", "€"),
        ("ISO-8859-15", b"\xa4", "€"),
        ("ISO-8859-1", b"\xa4", "¤"),
        ("UTF-8", "Zoë 😀 €".encode(), "Zoë 😀 €"),
        ("utf-8", "é".encode(), "é"),
        ("US-ASCII", b"plain", "plain"),
        ("us-ascii", b"plain", "plain"),
        ("UTF-16BE", "Hé😀".encode("utf-16-be"), "Hé😀"),
        ("UTF-8", b"a+b", "a+b"),
        ("UTF-8", b"line\r\nbreak\ttab", "line\r\nbreak\ttab"),
    ],
)
def test_texts_are_decoded_as_asked(inject, encoding, raw, text):
    check_accepted(inject(msg=None, encoding=encoding, more=f"&msg={percent(raw)}"))

    assert Message.objects.get().text == text


def test_a_plus_is_a_space(inject):
    check_accepted(inject(msg=None, more="&msg=JOIN+spring%2Bsummer"))

    assert Message.objects.get().text == "JOIN spring+summer"


def test_1600_characters_are_taken(inject):
    check_accepted(inject(msg="x" * 1_600))
    check_refused(inject(msg="x" * 1_601), 400, "Invalid parameter: msg: too long")


def test_characters_are_counted_not_bytes(inject):
    check_accepted(inject(msg=None, encoding="UTF-8", more=f"&msg={percent('é'.encode() * 800)}"))
    assert len(Message.objects.get().text) == 800


def test_variables_go_with_the_event_in_order(inject):
    parameters = {
        "user.firstName": "Imogen",
        "Session.gate": "B14",
        "request.a-b_c.d": "",
        "userservice.x": "35",
        "userservicecoll.y": "${session.gate}",
    }

    check_accepted(inject(**parameters))

    assert json.loads(Event.objects.get().data)["variables"] == [
        ["user", "firstName", "Imogen"],
        ["session", "gate", "B14"],
        ["request", "a-b_c.d", ""],
        ["userservice", "x", "35"],
        ["userservicecoll", "y", "${session.gate}"],
    ]


def test_values_of_variables_are_utf_8_whatever_the_encoding(inject):
    check_accepted(inject(encoding="ISO-8859-1", **{"user.name": "Zoë"}))

    assert json.loads(Event.objects.get().data)["variables"] == [["user", "name", "Zoë"]]


def test_unknown_parameters_are_ignored(inject):
    check_accepted(inject(colour="red", MSG="no", Username="no", more="&&flag&=x"))


def test_odd_codes_are_written_as_xml(inject):
    RoutingCode.objects.filter(kind="inject").update(code="<Ferry> & €")

    answer = inject(code="<Ferry> & €")

    assert b"<code>&lt;Ferry&gt; &amp; &#8364;</code>" in answer.content


# Before the parameters.


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_get_is_supported(inject, method):
    answer = inject(method, username="nobody", more="&msg=again")

    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert REQUEST_ID.fullmatch(answer["X-Request-Id"])
    if method != "HEAD":
        check_refused(answer, 405, "Method not allowed")
    check_nothing_stored()


def test_a_request_line_over_8_kib_is_refused(inject):
    check_refused(inject(msg="x" * 8_192, more="&msg=again"), 414, "Request too long")


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ("&msg=again", "msg"),
        ("&msg=", "msg"),
        ("&from=1", "from"),
        ("&password=x", "password"),
        ("&%6Dsg=again", "msg"),
        ("&user.a=1&user.a=2", "user.a"),
        ("&user.a=1&USER.A=2", "USER.A"),
        ("&colour=red&colour=red", "colour"),
    ],
)
def test_a_parameter_given_twice_is_refused(inject, more, name):
    check_refused(inject(username="nobody", more=more), 400, f"Duplicate parameter: {name}")
    check_nothing_stored()


@pytest.mark.parametrize(
    "parameters",
    [
        {"username": None},
        {"username": ""},
        {"username": "nobody"},
        {"username": "nq.api\0"},
        {"username": b"\xff"},
        {"password": None},
        {"password": ""},
        {"password": "s3cret-key"},
        {"password": "S3cret-Key "},
        {"password": b"\xff\xfe"},
    ],
)
def test_wrong_credentials_are_refused(inject, parameters):
    answer = inject(code=None, **parameters)

    check_refused(answer, 401, "Invalid username or password")
    check_nothing_stored()


def test_ten_failures_lock_the_api(inject):
    for _ in range(10):
        inject(**{"password": "wrong"})

    check_refused(inject(), 401, "Invalid username or password")


def test_a_disabled_login_is_refused(inject):
    User.objects.update(is_active=False)

    check_refused(inject(), 401, "Invalid username or password")


def test_an_account_without_the_interface_is_refused(inject):
    Account.objects.update(legacy_api=False)

    answer = inject(code=None)

    assert answer.status_code == 403
    assert answer.content.startswith(b"Access denied: ")
    check_nothing_stored()


@pytest.mark.parametrize("username", ["nq.plain", "nq.reader"])
def test_the_role_is_needed(inject, username):
    answer = inject(username=username, code=None, more="&service.x=1")

    assert answer.status_code == 403
    assert b"HTTP Inject API user" in answer.content
    check_nothing_stored()


def test_a_routing_level_is_needed_beside_the_role(inject):
    api_user().grants.filter(area="routing").delete()

    assert inject().status_code == 403


# The parameters.


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("name", ["code", "from"])
def test_parameters_may_not_be_absent_or_empty(inject, name, value):
    check_refused(inject(**{name: value}), 400, f"Missing parameter: {name}")
    check_nothing_stored()


def test_a_text_is_needed(inject):
    check_refused(inject(msg=None), 400, "Missing parameter: msg")


@pytest.mark.parametrize(
    "sender",
    ["+447700900214", "12345", "12345678901234567", "0447700900214", "44 7700", "x", "1" * 500,
     "４４７７００９００２１４", "447700900214\n"],
)  # fmt: skip
def test_a_bad_number_is_refused(inject, sender):
    answer = inject(**{"from": sender})

    assert answer.status_code == 400
    assert answer.content.startswith(b"Invalid parameter: from: ")


@pytest.mark.parametrize(
    ("encoding", "raw", "name"),
    [
        ("UTF-8", b"\xe9", "UTF-8"),
        ("utf-8", b"\xed\xa0\x80", "UTF-8"),
        ("US-ASCII", b"\xe9", "US-ASCII"),
        ("UTF-16BE", b"abc", "UTF-16BE"),
        ("UTF-16BE", b"\xd8\x00", "UTF-16BE"),
    ],
)
def test_bytes_must_be_of_the_encoding(inject, encoding, raw, name):
    answer = inject(msg=None, encoding=encoding, more=f"&msg={percent(raw)}")

    check_refused(answer, 400, f"Invalid parameter: msg: not valid {name}")


@pytest.mark.parametrize("encoding", ["latin1", "UTF-16", "UTF8", "utf_8", "cp1252", "rot13", "\0"])
def test_other_encodings_are_refused(inject, encoding):
    answer = inject(encoding=encoding)

    assert answer.status_code == 400
    assert answer.content.startswith(b"Invalid parameter: encoding: ")


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f"])
def test_control_characters_are_refused(inject, character):
    check_refused(inject(msg=f"a{character}"), 400, "Invalid parameter: msg: invalid character")


@pytest.mark.parametrize(
    ("network", "reason"),
    [
        ("NOSUCHUK", "unknown"),
        ("O2 UK", "malformed"),
        ("X", "malformed"),
        ("X" * 33, "malformed"),
        ("ÉEUK", "malformed"),
        ("\0", "malformed"),
    ],
)
def test_a_bad_network_is_refused(inject, network, reason):
    check_refused(inject(network=network), 400, f"Invalid parameter: network: {reason}")


@pytest.mark.parametrize("name", ["code", "from", "network", "encoding", "user.a"])
def test_parameters_are_utf_8(inject, name):
    parameters = {name: None} if name != "user.a" else {}

    answer = inject(**parameters, more=f"&{name}=%FF")

    check_refused(answer, 400, f"Invalid parameter: {name}: not valid UTF-8")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("service.a", "invalid scope"),
        ("servicecoll.a", "invalid scope"),
        ("system.a", "invalid scope"),
        ("usr.a", "invalid scope"),
        (".a", "invalid scope"),
        ("user.", "too short"),
        (f"user.{'k' * 101}", "too long"),
        ("user.a b", "invalid character"),
        ("user..a", "invalid character"),
        ("user.é", "invalid character"),
        ("user.order.empty", "reserved word"),
        ("session.NULL", "reserved word"),
        ("user.identifiers.msisdn", "built-in variable"),
        ("USER.Identifiers.MSISDN", "built-in variable"),
        ("user.id", "built-in variable"),
        ("request.mt.smsId", "built-in variable"),
        ("session.circle", "built-in variable"),
    ],
)
def test_names_of_variables_are_checked(inject, name, reason):
    answer = inject(**{name: "x"})

    assert answer.status_code == 400
    assert answer.content.decode("latin-1") == f"Invalid parameter: {name}: {reason}"
    check_nothing_stored()


@pytest.mark.parametrize(
    ("value", "reason"),
    [("v" * 256, "too long"), ("a\x07", "invalid character"), ("\ufffe", "invalid character")],
)
def test_values_of_variables_are_checked(inject, value, reason):
    check_refused(inject(**{"user.a": value}), 400, f"Invalid parameter: user.a: {reason}")
    check_accepted(inject(**{"user.a": "é" * 255}))


def test_an_account_may_take_ascii_values_only(inject):
    Account.objects.update(ascii_values=True)

    answer = inject(**{"user.a": "Zoë"})

    check_refused(answer, 400, "Invalid parameter: user.a: invalid character")


# Existence, access, state.


@pytest.mark.parametrize("code", ["NOSUCH", "20931"])
def test_only_inject_codes_of_the_account_are_found(inject, code):
    check_refused(inject(code=code), 404, f"Not found: routing code {code}")
    check_nothing_stored()


def test_the_code_of_another_account_is_not_found(inject):
    RoutingCode.objects.update(account=Account.objects.get(name="Other"), is_default=False)

    check_refused(inject(), 404, "Not found: routing code NORTHQUAY_inject")


def test_a_code_outside_the_list_is_denied(inject):
    api_user().grants.filter(area="routing").update(level=1)

    check_refused(inject(), 403, "Access denied: routing code NORTHQUAY_inject")
    check_nothing_stored()


def test_a_code_on_the_list_will_do(inject):
    user = api_user()
    user.grants.filter(area="routing").update(level=1)
    code = RoutingCode.objects.get(kind="inject")
    user.access_entries.create(list="routing_codes", object=code.public_id)

    check_accepted(inject())


def test_a_disabled_code_is_denied(inject):
    RoutingCode.objects.update(enabled=False)

    assert inject().status_code == 403


@pytest.mark.parametrize("code", ["a\nb", "a\0", "x" * 65])
def test_a_code_of_the_wrong_form_is_refused(inject, code):
    answer = inject(code=code)

    assert answer.status_code == 400
    assert answer.content.startswith(b"Invalid parameter: code: ")


def test_answers_are_one_line_of_latin_1(inject):
    answer = inject(code="日本€é")

    check_refused(answer, 404, "Not found: routing code ???é")


# The order of checks.


@pytest.mark.parametrize(
    ("parameters", "line"),
    [
        ({"code": None, "from": None, "msg": None}, "Missing parameter: code"),
        ({"from": None, "msg": None, "network": "?"}, "Missing parameter: from"),
        ({"msg": None, "from": "x"}, "Missing parameter: msg"),
        ({"code": "x" * 65, "from": "x"}, "Invalid parameter: code: too long"),
        (
            {"code": "NOSUCH", "msg": "x" * 1_601, "network": "?"},
            "Invalid parameter: msg: too long",
        ),
        ({"network": "?", "system.a": "x"}, "Invalid parameter: network: malformed"),
        (
            {"code": "NOSUCH", "user.a": "\x07", "system.a": "x"},
            "Invalid parameter: user.a: invalid character",
        ),
    ],
)
def test_the_first_failure_wins(inject, parameters, line):
    check_refused(inject(**parameters), 400, line)


# Limits, faults, and what the logs may know.


def test_too_many_calls_are_refused(inject, clean_redis):
    Account.objects.update(rate_limits=True)
    account = Account.objects.get(name="Northquay Ferries")
    bucket = redis.key("limit", "inject", str(account.pk))
    clean_redis.hset(bucket, mapping={"left": 0, "at": time.time() + 3_600})

    answer = inject()

    check_refused(answer, 429, "Too many requests")
    assert answer["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("sqlstate", "status", "line"),
    [("57P03", 503, "Service unavailable"), ("XX000", 500, "Internal error")],
)
def test_our_faults_are_told_as_documented(inject, sqlstate, status, line):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE 'no' USING ERRCODE = '{sqlstate}'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON flows_event"
            " FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()"
        )

    answer = inject()

    check_refused(answer, status, line)
    assert answer.get("Retry-After") == ("1" if status == 503 else None)


@pytest.mark.parametrize("parameters", [{}, {"code": "NOSUCH"}, {"password": "Wr0ng-Secret"}])
def test_credentials_stay_out_of_logs(inject, caplog, parameters):
    caplog.set_level(logging.DEBUG)

    request = inject(**parameters).wsgi_request

    written = f"{caplog.text} {request!r} {request.get_full_path()} {request.GET}"
    written += str(
        [vars(record) for record in caplog.records if record.name != "django.db.backends"]
    )
    assert "S3cret-Key" not in written
    assert "Wr0ng-Secret" not in written
    assert "nq.api" not in request.get_full_path()
