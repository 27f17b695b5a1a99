"""HTTP Basic headers."""

from base64 import b64encode

import pytest
from django.test import RequestFactory

from mep.accounts.basic import is_private, parse_basic


def header(text, scheme="Basic"):
    return f"{scheme} {b64encode(text.encode()).decode()}"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ann:pw", ("ann", "pw")),
        ("ann:a:b", ("ann", "a:b")),
        ("ann:", ("ann", "")),
        (":pw", ("", "pw")),
        ("zoë:é", ("zoë", "é")),
    ],
)
def test_splits_at_the_first_colon(text, parts):
    assert parse_basic(header(text)) == parts
    assert parse_basic(header(text, "bAsIc")) == parts


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Bearer YW5uOnB3",
        "Basic YW5u",
        "Basic /////w==",
        "Basic é",
    ],
)
def test_anything_else_is_none(value):
    assert parse_basic(value) is None


@pytest.mark.parametrize(
    ("address", "secure", "private"),
    [
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("", False, True),
        ("10.0.0.7", False, False),
        ("nonsense", False, False),
        ("10.0.0.7", True, True),
    ],
)
def test_a_call_is_private_on_this_machine_or_encrypted(address, secure, private):
    request = RequestFactory().get("/", secure=secure, REMOTE_ADDR=address)

    assert is_private(request) == private
