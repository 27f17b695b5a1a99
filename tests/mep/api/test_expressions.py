import json
import re
from pathlib import Path

import pytest

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "expression-language.json").read_text()
)


def evaluate(api, template, variables=None):
    body = {"template": template}
    return api.post("expressions/evaluate", body | ({"variables": variables} if variables else {}))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("${1 + 1}", b'{"value":2,"type":"integer","text":"2"}'),
        ("${4.0 / 2}", b'{"value":2.0,"type":"float","text":"2.0"}'),
        ("${1e7}", b'{"value":10000000.0,"type":"float","text":"1.0E7"}'),
        ("${true}", b'{"value":true,"type":"boolean","text":"true"}'),
        ("${user.name}", b'{"value":null,"type":"null","text":""}'),
        ("Hi ${1}", b'{"value":"Hi 1","type":"string","text":"Hi 1"}'),
        ("${7 / 0}", b'{"value":null,"type":"float","text":"Infinity"}'),
        ("${-7 / 0}", b'{"value":null,"type":"float","text":"-Infinity"}'),
        ("${0 / 0}", b'{"value":null,"type":"float","text":"NaN"}'),
        ("", b'{"value":"","type":"string","text":""}'),
    ],
)
def test_keeps_json_types(api, template, text):
    assert evaluate(api, template).content == text


@pytest.mark.parametrize("value", ["Bob", 2, 2.0, True, None, 2**63 - 1])
def test_variables_keep_their_types(api, value):
    answer = evaluate(api, "${user.x}", {"user.x": value})

    assert repr(answer.json()["value"]) == repr(value)


def test_a_variable_stands_for_a_built_in(api):
    variables = {"system.date": "2030-01-01", "USER.Identifiers.MSISDN": 447700900750}

    answer = evaluate(api, "${system.date} ${user.identifiers.msisdn}", variables)

    assert answer.json()["text"] == "2030-01-01 447700900750"


@pytest.mark.parametrize(
    ("template", "kind", "position"),
    [
        ("${1 +}", "syntax", 5),
        ("${af:nothing(1)}", "function", 2),
        ("${count}", "variable", 2),
        ("${'a' + 1}", "type", None),
        ("${1 % 0}", "arithmetic", None),
    ],
)
def test_a_faulty_expression_names_its_kind_and_place(api, template, kind, position):
    answer = evaluate(api, template)

    body = answer.json()
    assert answer.status_code == 422
    assert (body["code"], body["field"]) == (f"el.{kind}", "template")
    assert isinstance(body["position"], int)
    assert position in (None, body["position"])


@pytest.mark.parametrize(
    "name", ["name", "user", "user.", ".name", "account.x", "user.a b", "user.x..y", "user.and", ""]
)
def test_a_malformed_variable_is_named(api, name):
    answer = evaluate(api, "x", {name: 1})

    assert answer.status_code == 422
    assert answer.json()["field"] == f"variables.{name}"


@pytest.mark.parametrize("value", [[], {}, [1], 2**63, -(2**63) - 1])
def test_a_malformed_value_is_named(api, value):
    answer = evaluate(api, "x", {"user.x": value})

    assert (answer.status_code, answer.json()["field"]) == (422, "variables.user.x")


def test_a_variable_given_twice_is_refused(api):
    answer = evaluate(api, "x", {"user.Name": 1, "USER.name": 2})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "body", [{}, {"template": 5}, {"template": None}, {"template": "x", "variables": []}]
)
def test_a_malformed_body_is_refused(api, body):
    assert api.post("expressions/evaluate", body).json()["code"] == "invalid"


def test_a_template_that_is_too_long_is_refused(api):
    assert evaluate(api, "x" * 70_000).json()["code"] == "el.syntax"


def test_any_login_may_try_expressions(caller):
    assert evaluate(caller(levels={}), "${1}").status_code == 200


@pytest.mark.parametrize("case", VECTORS, ids=[case["id"] for case in VECTORS])
def test_vectors(api, case):
    answer = evaluate(api, case["expression"], case["variables"]).json()

    assert_expected(answer, case["expected"])
    assert case.get("type") in (None, answer.get("type"))
    assert case.get("rendered") in (None, answer.get("text"))


def assert_expected(answer, expected):
    if not isinstance(expected, dict):
        assert repr(answer["value"]) == repr(expected)
        return
    match expected:
        case {"$error": kind}:
            assert answer["code"] == f"el.{kind}"
        case {"$match": pattern}:
            assert re.fullmatch(pattern, answer["text"])
        case {"$one_of": values}:
            assert answer["value"] in values
        case {"$int_range": [low, high]}:
            assert low <= answer["value"] <= high
        case {"$approx": near, "tol": tolerance}:
            assert abs(answer["value"] - near) <= tolerance
        case {"$rendered": text}:
            assert answer["text"] == text
        case _:
            pytest.fail(f"unknown expectation {expected}")
