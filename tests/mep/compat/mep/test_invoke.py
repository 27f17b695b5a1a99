"""Invoke Service: every rule of the body, the order of checks, and what is left behind."""

import json
import re
import time
from io import BytesIO

import pytest
from django.db import connection

from flows.models import Event, Service
from mep.accounts.models import Account, Lockout, User
from mep.base import redis
from mep.base.ids import parse_id
from tests.mep.compat.mep.conftest import NUMBER, SERVICE, basic

REQUEST_ID = re.compile(r"[A-Z0-9]{5}(-[A-Z0-9]{5}){3}")
LONGEST_KEY, LONGEST_VALUE = "k" * 100, "v" * 255


def body(variables="", end_user=f'{{"phoneNumber":{NUMBER}}}'):
    rest = f',"variables":{variables}' if variables else ""
    return f'{{"endUser":{end_user}{rest}}}'


def session(members):
    return body(f'{{"session":{{{members}}}}}')


def variables_of(event):
    return [tuple(row) for row in json.loads(event.data).get("variables", [])]


def check_refused(answer, status, code, *words):
    check_error(answer, status, code, *words)
    assert not Event.objects.exists()


def check_error(answer, status, code, *words):
    error = json.loads(answer.content)["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert answer["Content-Type"] == "application/json;charset=UTF-8"
    assert REQUEST_ID.fullmatch(answer["X-Request-Id"])
    for word in words:
        assert word in error["description"]


def check_invalid(answer, *words):
    check_refused(answer, 400, "12002", *words)
    assert json.loads(answer.content)["error"]["description"].startswith(
        "Invalid JSON in the payload. "
    )


# What is accepted.


def test_an_accepted_call_has_no_body_and_an_id(invoke):
    answer = invoke()

    assert (answer.status_code, answer.content) == (202, b"")
    assert answer["Content-Length"] == "0"
    assert "Content-Type" not in answer
    assert answer["Cache-Control"] == "no-store"
    assert Event.objects.get().request_id == answer["X-Request-Id"]


def test_an_accepted_call_is_an_event_of_the_end_user(invoke):
    invoke(
        body('{"session":{"gate":"B14"}}', f'{{"phoneNumber":"{NUMBER}","mobileOperatorId":79}}')
    )

    event = Event.objects.select_related("end_user", "user").get()
    assert (event.kind, event.target, event.lane) == ("invoke", SERVICE, "flow")
    assert (event.end_user.msisdn, event.user.username) == (str(NUMBER), "nq.invoke")
    assert json.loads(event.data) == {
        "variables": [["session", "gate", "B14"]],
        "network": "TMOBILEUS",
    }


def test_values_keep_their_types_and_order(invoke):
    members = '"b":35,"a":2.0,"c":true,"d":"35","e":false,"f":-7,"g":1e3'

    invoke(session(members))

    assert [(key, value, type(value)) for _, key, value in variables_of(Event.objects.get())] == [
        ("b", 35, int),
        ("a", 2.0, float),
        ("c", True, bool),
        ("d", "35", str),
        ("e", False, bool),
        ("f", -7, int),
        ("g", 1000.0, float),
    ]


def test_all_five_scopes_are_taken_in_any_case(invoke):
    scopes = ("request", "Session", "USER", "userService", "UserServiceColl")
    members = ",".join(f'"{scope}":{{"Gate":"{scope}"}}' for scope in scopes)

    assert invoke(body(f"{{{members}}}")).status_code == 202
    assert [row[:2] for row in variables_of(Event.objects.get())] == [
        (scope.lower(), "Gate") for scope in scopes
    ]


def test_two_identical_calls_start_it_twice(invoke):
    first, second = invoke(), invoke()

    assert first["X-Request-Id"] != second["X-Request-Id"]
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    "text",
    [
        session('"gate":""'),
        session(f'"{LONGEST_KEY}":"x"'),
        session(f'"a":"{LONGEST_VALUE}"'),
        session(f'"a":"{"é" * 255}"'),
        session('"name":"Zoë 😀 \\ud83d\\ude00"'),
        session('"a":"tab\\tline\\r\\nend"'),
        session('"a":"${af:generatePin("'),
        session('"a":"${session.a}"'),
        session('"a":"${unknown:thing(1)}"'),
        session('"a":"\\"quotes\\" and \\\\"'),
        session('"a-b_c.d9":"x"'),
        session('"9":"x"'),
        session('"-":"x"'),
        session('"android":"x","nothing":"y","orders.lemon":"z"'),
        session('"id":"mine"'),
        session(f'"n":{"9" * 255}'),
        body('{"session":{"gate":"1"},"user":{"gate":"2"}}'),
        body('{"user":{"identifier":"x"}}'),
        f" \t\r\n{body()}\n",
        f'{{"variables":{{"session":{{"a":1}}}},"endUser":{{"phoneNumber":{NUMBER}}}}}',
        body(end_user='{"phoneNumber":123456}'),
        body(end_user='{"phoneNumber":"1234567890123456"}'),
        body(end_user=f'{{"phoneNumber":{NUMBER},"mobileOperatorId":2147483647}}'),
        body(end_user=f'{{"phoneNumber":{NUMBER},"mobileOperatorId":"383"}}'),
        body(end_user=f'{{"phone\\u004eumber":{NUMBER}}}'),
    ],
)
def test_good_bodies_are_accepted(invoke, text):
    assert invoke(text).status_code == 202


@pytest.mark.parametrize(
    "service", ["1", "f", "FFFFFFFFFFFFFFFF", SERVICE.lower(), "0FEDCBA98765", "0000"]
)
def test_any_well_formed_id_is_accepted(invoke, service):
    assert invoke(service=service).status_code == 202
    assert Event.objects.get().target == parse_id(service)


@pytest.mark.parametrize(("operator", "network"), [("383", "CINGULARUS"), ("77", None)])
def test_an_unknown_operator_teaches_nothing(invoke, operator, network):
    invoke(body(end_user=f'{{"phoneNumber":{NUMBER},"mobileOperatorId":{operator}}}'))

    assert json.loads(Event.objects.get().data).get("network") == network


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json;charset=UTF-8",
        'application/json; charset="utf-8"',
        "application/json ; Charset = utf-8 ",
    ],
)
def test_json_types_are_accepted(invoke, content_type):
    assert invoke(content_type=content_type).status_code == 202


# Before the body.


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_only_post_is_supported(invoke, method):
    answer = invoke(method=method, login="")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert REQUEST_ID.fullmatch(answer["X-Request-Id"])
    if method != "HEAD":
        check_refused(answer, 405, "12003", "Invalid HTTP method.")


@pytest.mark.parametrize(
    "login",
    [
        "",
        "Basic",
        "Basic !!!",
        "Bearer abc",
        "Basic bm9jb2xvbg==",
        basic("nq.invoke", "wrong"),
        basic("nq.invoke", "tr1al-pass"),
        basic("nq.invoke", "Tr1al-Pass "),
        basic("NQ.Invoke"),
        basic("nobody"),
        basic("nq.invoke\0"),
        basic(""),
    ],
)
def test_wrong_credentials_are_refused(invoke, login):
    answer = invoke("{bad", service="xyz", login=login, content_type="text/plain")

    check_refused(answer, 401, "12006")
    assert answer["WWW-Authenticate"] == 'Basic realm="mep"'


def test_credentials_are_not_taken_in_the_open(invoke):
    check_refused(invoke(REMOTE_ADDR="10.0.0.7"), 401, "12006")
    assert invoke(REMOTE_ADDR="10.0.0.7", **{"wsgi.url_scheme": "https"}).status_code == 202


def test_a_disabled_login_is_refused(invoke):
    User.objects.filter(username="nq.invoke").update(is_active=False)

    check_refused(invoke(), 401, "12006")


def test_ten_failures_lock_the_api(invoke):
    for _ in range(10):
        invoke(login=basic("nq.invoke", "wrong"))

    check_refused(invoke(), 401, "12006")
    assert Lockout.objects.get().locked_until


@pytest.mark.parametrize("user", ["nq.norole", "nq.api", "nq.reader", "nq.plain"])
def test_the_role_is_needed(invoke, user):
    password = "Tr1al-Pass2" if user == "nq.norole" else "S3cret-Key"

    answer = invoke("{bad", service="xyz", login=basic(user, password), content_type="text/plain")

    check_refused(answer, 403, "12001")


def test_the_role_alone_is_not_enough(invoke):
    User.objects.get(username="nq.invoke").grants.all().delete()

    check_refused(invoke(), 403, "12001")


def test_any_services_level_will_do(invoke):
    User.objects.get(username="nq.invoke").grants.update(level=1)

    assert invoke().status_code == 202


@pytest.mark.parametrize(
    "service",
    [
        "",
        "xyz",
        "4BE07D91C2A6/",
        "4BE07D91C2A6/x",
        "12345678901234567",
        "-1",
        "%20",
        "0x1F",
        "%0A",
        "%C3%A9",
        "１２",
    ],
)
def test_a_malformed_id_is_refused(invoke, service):
    check_refused(invoke("{bad", service=service, content_type="text/plain"), 400, "12005")


def test_an_address_without_an_id_is_refused(client, fixtures):
    answer = client.post("/service/v1/invokeService", HTTP_AUTHORIZATION=basic())

    check_refused(answer, 400, "12005")


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/xml",
        "application/jsonp",
        "application/json;charset=ISO-8859-1",
        "application/json; boundary=x",
        "application/x-www-form-urlencoded",
        "text/json",
    ],
)
def test_another_type_is_refused(invoke, content_type):
    check_refused(invoke("x" * 70_000, content_type=content_type), 415, "12004")


def test_a_body_over_64_kib_is_refused(invoke):
    check_refused(invoke("{bad" + " " * 65_536), 413, "12007")
    padding = " " * (65_536 - len(body()))
    assert invoke(body() + padding).status_code == 202


def test_a_body_far_too_large_is_refused(invoke):
    check_refused(invoke("x" * 6_000_000), 413, "12007")


def test_a_request_line_over_8_kib_is_refused(invoke):
    answer = invoke(service="A" * 8_192)

    assert answer.status_code == 414
    assert REQUEST_ID.fullmatch(answer["X-Request-Id"])


# The document.


@pytest.mark.parametrize(
    "text",
    [
        " ",
        "{",
        "{bad",
        "null",
        "[]",
        '"text"',
        "12",
        f"{body()} x",
        f"{body()}{body()}",
        f"\ufeff{body()}",
        body().replace('"', "'"),
        f"/* hello */{body()}",
        f"{body()}// bye",
        session('"a":NaN'),
        session('"a":Infinity'),
        session('"a":-Infinity'),
        session('"a":01'),
        session('"a":+1'),
        session('"a":.5'),
        session('"a":1.'),
        session('"a":0x1F'),
        session('"a":1,'),
        session('"a":"line\nbreak"'),
        session('"a":"tab\there"'),
        session('"a":"\\x41"'),
        session('"a":"\\u00"'),
        session('"a":True'),
        session('a:"x"'),
        body(end_user='{"phoneNumber":0447700900214}'),
        "[" * 30_000,
        "[" * 30_000 + "]" * 30_000,
    ],
)
def test_what_is_no_strict_json_object_is_refused(invoke, text):
    check_invalid(invoke(text), "payload: malformed")


@pytest.mark.parametrize("depth", [100, 240, 330, 480, 700, 900, 980, 1_000, 3_000])
def test_deep_documents_are_no_fault_of_ours(invoke, depth):
    check_invalid(invoke('{"a":' * depth + "1" + "}" * depth))
    check_invalid(invoke(f'{{"endUser":{"[" * depth}{"]" * depth}}}'))


@pytest.mark.parametrize("raw", [b"\xff", b'{"endUser":"\xe9"}', b"\xff\xfe{\x00}\x00", b"\x00"])
def test_other_encodings_are_refused(invoke, raw):
    check_invalid(invoke(raw), "payload: malformed")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"endUser":{"phoneNumber":1},"endUser":{"phoneNumber":1}}', "endUser: duplicate"),
        (body(end_user='{"phoneNumber":1,"phoneNumber":2}'), "endUser.phoneNumber: duplicate"),
        (body('{"session":{"a":1},"session":{"b":1}}'), "variables.session: duplicate"),
        (session('"gate":1,"gate":2'), "variables.session.gate: duplicate"),
        (session('"gate":1,"g\\u0061te":2'), "variables.session.gate: duplicate"),
        (body(end_user='{"x":[{"a":1,"a":2}]}'), "endUser.x[0].a: duplicate"),
        (session('"a":{"b":1,"b":2}'), "variables.session.a.b: duplicate"),
        ('{"x":1,"x":2}', "x: duplicate"),
    ],
)
def test_a_member_given_twice_is_refused_first(invoke, text, path):
    check_invalid(invoke(text), path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", "endUser: missing"),
        ('{"variables":{}}', "endUser: missing"),
        ('{"enduser":{"phoneNumber":12065550142}}', "enduser: unknown property"),
        ('{"colour":1}', "colour: unknown property"),
        ('{"endUser":null}', "endUser: malformed"),
        ('{"endUser":[]}', "endUser: malformed"),
        ('{"endUser":"12065550142"}', "endUser: malformed"),
        ('{"endUser":{}}', "endUser.phoneNumber: missing"),
        (body(end_user='{"phnNumber":12065550142}'), "endUser.phnNumber: unknown property"),
        (body(end_user='{"mobileOperatorId":79}'), "endUser.phoneNumber: missing"),
        (body(end_user=f'{{"phoneNumber":{NUMBER},"name":"x"}}'), "endUser.name: unknown property"),
    ],
)
def test_members_are_checked(invoke, text, words):
    check_invalid(invoke(text), words)


@pytest.mark.parametrize(
    "number",
    [
        '""', '"12345"', "12345", '"12345678901234567"', "12345678901234567", '"+12065550142"',
        '"012065550142"', '"1206 5550142"', '" 12065550142"', '"12065550142\\n"', '"12065550142x"',
        "12065550142.0", "1.2e10", "1E10", "-12065550142", "0", "true", "null", "[]", "{}",
        "[12065550142]", '"１２０６５５５０１４２"', '"12065550142,12065550143"', '"\\u0000"',
    ],
)  # fmt: skip
def test_a_bad_number_is_refused(invoke, number):
    check_invalid(
        invoke(body(end_user=f'{{"phoneNumber":{number}}}')), "endUser.phoneNumber: malformed"
    )


@pytest.mark.parametrize(
    "operator",
    [
        "0", "-1", "79.0", "7.9e1", "2147483648", "99999999999999999999", '""', '"x"', '"7 9"',
        '"-1"', '"0"', "null", "true", "[79]", "{}", '"' + "9" * 5_000 + '"', '"７９"',
    ],
)  # fmt: skip
def test_a_bad_operator_is_refused(invoke, operator):
    end_user = f'{{"phoneNumber":{NUMBER},"mobileOperatorId":{operator}}}'

    check_invalid(invoke(body(end_user=end_user)), "endUser.mobileOperatorId: malformed")


# The variables, V1 to V15.


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ("{}", "variables: empty"),
        ("null", "variables: malformed"),
        ("[]", "variables: malformed"),
        ('"session"', "variables: malformed"),
        ("7", "variables: malformed"),
        ('{"session":{}}', "variables.session: empty"),
        ('{"session":{"a":1},"user":{}}', "variables.user: empty"),
        ('{"session":null}', "variables.session: malformed"),
        ('{"session":[]}', "variables.session: malformed"),
        ('{"session":"x"}', "variables.session: malformed"),
        ('{"service":{"a":1}}', "variables.service: invalid scope"),
        ('{"servicecoll":{"a":1}}', "variables.servicecoll: invalid scope"),
        ('{"system":{"a":1}}', "variables.system: invalid scope"),
        ('{"System":{"a":1}}', "variables.System: invalid scope"),
        ('{"sesion":{"a":1}}', "variables.sesion: invalid scope"),
        ('{"":{"a":1}}', "variables: invalid scope"),
        ('{"session ":{"a":1}}', "invalid scope"),
        ('{"ses\\u017fion":{"a":1}}', "invalid scope"),
        ('{"session":{"a":1},"SESSION":{"b":1}}', "variables.SESSION: duplicate"),
        ('{"service":null}', "invalid scope"),
        ('{"session":{"a":1},"Session":null}', "duplicate"),
    ],
)
def test_scopes_are_checked(invoke, variables, words):
    check_invalid(invoke(body(variables)), words.replace("variables: invalid", "invalid"))


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("", "too short"),
        ("k" * 101, "too long"),
        ("a b", "invalid character"),
        ("a$", "invalid character"),
        ("prix_é", "invalid character"),
        ("a/b", "invalid character"),
        ("a[0]", "invalid character"),
        ("a\\n", "invalid character"),
        ("\\ud800", "invalid character"),
        ("１", "invalid character"),
        (".a", "invalid character"),
        ("a.", "invalid character"),
        ("a..b", "invalid character"),
        (".", "invalid character"),
    ],
)
def test_keys_are_checked(invoke, key, reason):
    check_invalid(invoke(session(f'"{key}":"x"')), reason)


@pytest.mark.parametrize(
    "word",
    [
        "and", "or", "not", "eq", "ne", "lt", "gt", "le", "ge", "true", "false", "null", "empty",
        "instanceof", "div", "mod",
    ],
)  # fmt: skip
def test_reserved_words_are_refused_in_every_part_and_case(invoke, word):
    for key in (word, word.upper(), word.title(), f"order.{word}", f"{word}.x", f"a.{word}.b"):
        check_invalid(invoke(session(f'"{key}":"x"')), "reserved word")


def test_keys_that_differ_in_case_are_the_same(invoke):
    check_invalid(invoke(session('"Gate":1,"gate":2')), "variables.session.gate: key: duplicate")


@pytest.mark.parametrize(
    "name",
    [
        "user.id", "user.addDate", "user.identifiers.email", "user.identifiers.msisdn",
        "user.identifiers.msisdn.network", "user.identifiers.anything", "session.circle",
        "session.initialKeyword.name", "session.initialKeyword.keyword",
        "session.initialKeyword.description", "session.initialKeyword.routingCode.name",
        "session.initialKeyword.other", "request.keyword.name", "request.keyword.keyword",
        "request.keyword.description", "request.keyword.routingCode.name", "request.keyword.x",
        "request.service.id", "request.service.name", "request.service.x", "request.mt.smsId",
        "request.mt.isMultipart", "request.mt.part.0.smsId", "request.mt.x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_built_in_variables_are_refused_in_any_case(invoke, name, change):
    scope, _, key = change(name).partition(".")

    check_invalid(invoke(body(f'{{"{scope}":{{"{key}":"x"}}}}')), "built-in variable")


@pytest.mark.parametrize("value", ["null", "[]", "{}", "[1]", '{"a":1}'])
def test_values_are_texts_numbers_or_booleans(invoke, value):
    check_invalid(invoke(session(f'"a":{value}')), "variables.session.a: value is malformed")


@pytest.mark.parametrize(
    "value",
    [f'"{"v" * 256}"', "9" * 256, f'"{"é" * 256}"', f'"${{af:generatePin(6,true)}}{"v" * 231}"'],
)
def test_long_values_are_refused(invoke, value):
    check_invalid(invoke(session(f'"a":{value}')), "variables.session.a: value is too long.")


@pytest.mark.parametrize(
    "value",
    [
        "\\u0000",
        "\\u0007",
        "\\u001b",
        "\\u007f",
        "\\u0085",
        "\\ud800",
        "\\udc00x",
        "\\ufffe",
        "\\ufdd0",
    ],
)
def test_bad_characters_in_values_are_refused(invoke, value):
    check_invalid(invoke(session(f'"a":"{value}"')), "value: invalid character")


def test_an_account_may_take_ascii_values_only(invoke):
    Account.objects.update(ascii_values=True)

    check_invalid(invoke(session('"a":"Zoë"')), "value: invalid character")
    assert invoke(session('"a":"Zoe ~\\t"')).status_code == 202


def test_a_value_is_never_echoed(invoke):
    answer = invoke(session('"a":"4929-SECRET\\u0007"'))

    assert b"SECRET" not in answer.content


# The order of checks.


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"colour":1,"endUser":{},"endUser":{}}', "endUser: duplicate"),
        ('{"colour":1,"endUser":null}', "colour: unknown property"),
        (body("{}", '{"phoneNumber":"+1"}'), "phoneNumber"),
        (body("null", '{"phoneNumber":"1","mobileOperatorId":0}'), "phoneNumber"),
        (body("{}", f'{{"phoneNumber":{NUMBER},"mobileOperatorId":0}}'), "mobileOperatorId"),
        (body('{"session":{"a b":1},"service":{"a":1}}'), "variables.session.a b"),
        (body('{"service":{"a":1},"session":{"a b":1}}'), "variables.service"),
        (session('"a":null,"b c":1'), "variables.session.a"),
        (session('"b c":null,"a":null'), "variables.session.b c: key"),
        (session('"a":1,"A":null'), "variables.session.A: key: duplicate"),
    ],
)
def test_the_first_failure_wins(invoke, text, words):
    check_invalid(invoke(text), words)


# The test environment, strict accounts, limits and faults.


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_X_MEP_ENVIRONMENT": "cie"},
        {"HTTP_X_MEP_ENVIRONMENT": "CIE"},
        {"HTTP_HOST": "servicemanager-cie.localhost"},
    ],
)
def test_the_test_environment_starts_nothing(invoke, settings, headers):
    settings.ALLOWED_HOSTS = ["*"]

    assert invoke(**headers).status_code == 202
    assert not Event.objects.exists()
    check_invalid(invoke("{bad", **headers))


@pytest.mark.parametrize(
    ("service", "status", "code"), [("0FEDCBA98765", 404, "12008"), (SERVICE, 202, None)]
)
def test_a_strict_account_learns_of_unknown_services(invoke, service, status, code):
    Account.objects.update(strict_service_check=True)

    answer = invoke(service=service)

    assert answer.status_code == status
    if code:
        check_refused(answer, status, code)


def test_a_strict_account_learns_of_services_out_of_reach(invoke):
    Account.objects.update(strict_service_check=True)
    User.objects.get(username="nq.invoke").grants.update(level=2)

    check_refused(invoke(), 403, "12001")


def test_a_strict_account_learns_of_paused_services(invoke):
    Account.objects.update(strict_service_check=True)
    Service.objects.update(status="paused")

    check_refused(invoke(), 409, "12009")


def test_another_account_cannot_be_reached(invoke):
    Account.objects.update(strict_service_check=True)
    Service.objects.update(account=Account.objects.get(name="Other"))

    check_refused(invoke(), 404, "12008")


def test_too_many_calls_are_refused(invoke, clean_redis):
    Account.objects.update(rate_limits=True)
    account = Account.objects.get(name="Northquay Ferries")
    bucket = redis.key("limit", "invoke", str(account.pk))
    clean_redis.hset(bucket, mapping={"left": 0, "at": time.time() + 3_600})

    answer = invoke("{bad")

    check_refused(answer, 429, "1010")
    assert answer["Retry-After"] == "1"


@pytest.mark.parametrize(("sqlstate", "code"), [("57P03", "1010"), ("XX000", "1000")])
def test_our_faults_are_told_as_documented(invoke, sqlstate, code):
    break_events(sqlstate)

    check_error(invoke(), 500, code)


def break_events(sqlstate):
    """Have the database refuse new events, as it does when it has troubles of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE 'no' USING ERRCODE = '{sqlstate}'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON flows_event"
            " FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()"
        )


def test_an_accepted_call_costs_two_statements(invoke, django_assert_num_queries):
    invoke()

    with django_assert_num_queries(2):
        assert invoke().status_code == 202


@pytest.mark.parametrize(("text", "status"), [(body(), 202), ("x" * 70_000, 413)])
def test_a_body_in_chunks_is_read(invoke, text, status):
    source = {"wsgi.input": BytesIO(text.encode()), "CONTENT_LENGTH": ""}

    assert invoke(HTTP_TRANSFER_ENCODING="chunked", **source).status_code == status
