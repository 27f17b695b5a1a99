import base64

import pytest
from django.db import OperationalError
from django.test import Client

from mep.api.errors import problem_of
from tests import factories


def assert_problem(answer, status, code):
    body = answer.json()
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert (body["status"], body["code"]) == (status, code)
    assert body["request_id"] == answer["X-Request-Id"]
    return body


def test_strangers_are_asked_to_sign_in(db, client):
    answer = client.get("/api/v1/services")

    assert_problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == 'Bearer realm="mep"'


def test_a_wrong_token_is_refused(db, client):
    answer = client.get("/api/v1/services", headers={"Authorization": "Bearer mep_wrong"})

    assert_problem(answer, 401, "authentication_failed")


def test_a_wrong_password_is_refused(user, client):
    answer = client.get("/api/v1/services", headers={"Authorization": "Basic YW5uOndyb25n"})

    assert_problem(answer, 401, "authentication_failed")
    assert answer["WWW-Authenticate"] == 'Basic realm="mep"'


def test_basic_lets_in_over_loopback(user, client):
    header = f"ann:{factories.PASSWORD}".encode()

    answer = client.get("/api/v1/services", headers={"Authorization": basic(header)})

    assert answer.status_code == 200


def basic(pair):
    return f"Basic {base64.b64encode(pair).decode()}"


def test_basic_is_refused_over_plain_networks(user, client):
    header = basic(f"ann:{factories.PASSWORD}".encode())

    answer = client.get(
        "/api/v1/services", headers={"Authorization": header}, REMOTE_ADDR="192.0.2.7"
    )

    assert_problem(answer, 401, "authentication_failed")


def test_a_session_needs_its_csrf_token(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)

    answer = client.post(
        "/api/v1/expressions/evaluate", {"template": "x"}, content_type="application/json"
    )

    assert_problem(answer, 403, "csrf")


def test_a_session_with_its_csrf_token_is_let_in(user, settings):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    token = "x" * 32
    client.cookies[settings.CSRF_COOKIE_NAME] = token

    answer = client.post(
        "/api/v1/expressions/evaluate",
        {"template": "x"},
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )

    assert answer.status_code == 200


def test_a_disabled_login_is_refused(user, api):
    user.is_active = False
    user.save()

    assert_problem(api.get("services"), 401, "authentication_failed")


def test_a_login_without_the_role_is_refused(caller):
    body = assert_problem(caller(levels={}).get("services"), 403, "not_allowed")

    assert body["detail"] == "This needs Services Viewer"


@pytest.mark.parametrize("path", ["", "nothing", "services/1/2/3", "services/"])
def test_an_unknown_address_is_a_problem_too(db, client, path):
    assert_problem(client.get(f"/api/v1/{path}"), 404, "not_found")


def test_an_unknown_method_is_refused(api):
    answer = api.client.put("/api/v1/expressions/evaluate")

    assert_problem(answer, 405, "method_not_allowed")
    assert "POST" in answer["Allow"]


def test_another_media_type_is_refused(api):
    answer = api.client.post("/api/v1/expressions/evaluate", {"template": "x"})

    assert_problem(answer, 415, "unsupported_media_type")


def test_an_answer_in_another_media_type_is_refused(api):
    answer = api.client.get("/api/v1/services", headers={"Accept": "text/html"})

    assert_problem(answer, 406, "not_acceptable")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"\xff\xfe",
        b'{"template": "x", "template": "y"}',
        b'{"template": NaN}',
        b'{"template": "\\ud800"}',
        b'{"template": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"template": ' + b"9" * 10_000 + b"}",
        b"[] trailing",
    ],
)
def test_a_body_that_is_not_json_is_malformed(api, body):
    answer = api.client.post("/api/v1/expressions/evaluate", body, content_type="application/json")

    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("malformed", "invalid")


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"1", b"null", b"true"])
def test_a_body_that_is_no_object_is_invalid(api, body):
    answer = api.client.post("/api/v1/expressions/evaluate", body, content_type="application/json")

    assert_problem(answer, 422, "invalid")


def test_a_body_that_is_too_long_is_refused(api):
    body = b'{"template": "' + b"x" * 1_100_000 + b'"}'

    answer = api.client.post("/api/v1/expressions/evaluate", body, content_type="application/json")

    assert_problem(answer, 413, "too_large")


def test_every_faulty_member_is_named(api):
    answer = api.post("simulator/messages", {"from": "12", "to": 5, "colour": "red"})

    body = assert_problem(answer, 422, "invalid")
    assert {error["field"] for error in body["errors"]} == {"from", "to", "text", "colour"}


def test_paths_of_nested_members_are_named(api):
    answer = api.post("expressions/evaluate", {"template": "", "variables": {"user.a b": 1}})

    body = assert_problem(answer, 422, "invalid")
    assert body["field"] == "variables.user.a b"


def test_answers_are_not_kept(api):
    assert api.get("services")["Cache-Control"] == "no-store"


def test_a_database_that_is_down_is_said_so():
    problem = problem_of(OperationalError("gone"))

    assert problem is not None
    assert (problem.status, problem.code) == (503, "unavailable")


def test_our_own_faults_are_not_hidden():
    assert problem_of(KeyError("x")) is None


def test_a_body_of_many_megabytes_is_told_as_a_problem(api):
    answer = api.client.post(
        "/api/v1/expressions/evaluate", "x" * 5_300_000, content_type="application/json"
    )

    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"
    assert "X-Request-Id" in answer.headers
