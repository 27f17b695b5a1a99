import hashlib
import hmac
import json
from base64 import b64encode

import pytest

from flows import secrets
from tests import factories
from tests.mep.base.rude_server import reply

PASSWORD = "pass:wörd"  # noqa: S105 - of tests only

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret():
    account = factories.create_account()
    return secrets.set_secret(account.id, name="CRM", value=PASSWORD)


@pytest.mark.parametrize(
    ("auth", "header"),
    [
        (
            {"mode": "basic", "login": "bob"},
            b"Authorization: Basic " + b64encode(f"bob:{PASSWORD}".encode()),
        ),
        ({"mode": "bearer"}, f"Authorization: Bearer {PASSWORD}".encode()),
        ({"mode": "header", "header": "X-Key"}, f"X-Key: {PASSWORD}".encode()),
    ],
)
def test_logs_in_with_a_stored_secret(serve, call, secret, auth, header):
    server = serve(reply())
    mine = (("authorization", "mine"), ("x-key", "mine"))

    call(
        server.url(),
        account_id=secret.account_id,
        auth={**auth, "secret": secret.public_id},
        headers=mine,
    )

    assert header + b"\r\n" in server.requests[0]


@pytest.mark.parametrize("auth", [{"mode": "bearer"}, {"mode": "header", "header": "X-Shown"}])
def test_no_log_holds_a_secret_even_if_the_other_side_sends_it_back(serve, call, secret, auth):
    server = serve(reply(f"You sent {PASSWORD}".encode(), f"X-Echo: {PASSWORD}\r\n".encode()))

    result = call(
        server.url(),
        account_id=secret.account_id,
        auth={**auth, "secret": secret.public_id},
        sign={"secret": secret.public_id, "header": "X-Signed"},
    )

    log = json.loads(result.kept())
    assert PASSWORD not in str(log)
    assert log["body"] == "You sent ••••••"
    assert ["X-Signed", "••••••"] in log["request_headers"]


@pytest.mark.parametrize("body", ["data", ""])
def test_signs_the_body_or_else_the_address(serve, call, secret, body):
    server = serve(reply())

    call(
        server.url("/a?b=c"),
        account_id=secret.account_id,
        method="POST",
        body=body,
        sign={"secret": secret.public_id, "header": "X-Signature"},
    )

    signed = (body or server.url("/a?b=c")).encode()
    expected = hmac.new(PASSWORD.encode(), signed, hashlib.sha256).hexdigest().encode()
    assert b"X-Signature: sha256=" + expected + b"\r\n" in server.requests[0]


def test_credentials_stay_with_the_host_they_are_for(serve, call, secret):
    other = serve(reply())
    moved = b"Location: " + other.url().encode() + b"\r\n"
    first = serve(reply(b"", moved, b"307 Moved"))

    call(
        first.url(),
        account_id=secret.account_id,
        auth={"mode": "header", "header": "X-Key", "secret": secret.public_id},
        headers=(("X-Api-Token", "abc"), ("X-Other", "kept")),
    )

    assert b"X-Key" in first.requests[0]
    assert b"X-Key" not in other.requests[0]
    assert b"X-Api-Token" not in other.requests[0]
    assert b"X-Other: kept" in other.requests[0]


@pytest.mark.parametrize("use", ["auth", "sign"])
def test_a_secret_that_is_gone_fails_at_once(serve, call, secret, use):
    secrets.delete_secret(secret.account_id, secret.public_id)
    named = {"mode": "bearer", "header": "X-S", "secret": secret.public_id}
    server = serve(reply())

    result = call(server.url(), account_id=secret.account_id, **{use: named})

    assert (result.ok, result.reason, result.retry_after) == (False, "missing", None)
    assert server.requests == []


def test_a_secret_of_another_account_is_none(serve, call, secret):
    named = {"mode": "bearer", "secret": secret.public_id}

    result = call(serve(reply()).url(), account_id=secret.account_id + 1, auth=named)

    assert result.reason == "missing"
