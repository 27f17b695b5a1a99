"""Query strings: redaction."""

import pytest

from mep.compat.mep.query import redact


@pytest.mark.parametrize(
    ("query", "redacted"),
    [
        ("username=a&password=b&msg=x", "username=[redacted]&password=[redacted]&msg=x"),
        ("msg=x&PassWord=b", "msg=x&PassWord=[redacted]"),
        ("p%61ssword=b", "p%61ssword=[redacted]"),
        ("password=a=b", "password=[redacted]"),
        ("password+=b", "password+=[redacted]"),
        ("password", "password"),
        ("mypassword=b&msg=password%3Db", "mypassword=b&msg=password%3Db"),
        ("", ""),
    ],
)
def test_names_and_passwords_are_taken_out(query, redacted):
    assert redact(query) == redacted
