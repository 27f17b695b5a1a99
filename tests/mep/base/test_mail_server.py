from pathlib import Path

import pytest

from mep.base.mail_server import MailServer, parse_mail_url

PASSWORD = "p:w"  # noqa: S105 - of tests only
HOME = Path("/home/mep/mail")
FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", MailServer(backend=FILES, folder="/home/mep/mail")),
        ("file:///var/my%20mail", MailServer(backend=FILES, folder="/var/my mail")),
        ("smtp://mail", MailServer(host="mail")),
        ("smtp://mail.example.com:2525", MailServer(host="mail.example.com", port=2525)),
        (
            "smtp+tls://bob%40x:p%3Aw@mail",
            MailServer(host="mail", port=587, login="bob@x", password=PASSWORD, use_tls=True),
        ),
        ("smtps://mail", MailServer(host="mail", port=465, use_ssl=True)),
    ],
)
def test_reads_an_address(url, server):
    assert parse_mail_url(url, HOME) == server


@pytest.mark.parametrize(
    "url", ["mail.example.com", "http://mail", "smtp://", "smtp://mail:port", "file:relative"]
)
def test_refuses_what_is_no_mail_server_in_one_line(url):
    with pytest.raises(SystemExit, match="MEP_EMAIL_URL is not an address"):
        parse_mail_url(url, HOME)
