import socket
from datetime import timedelta

import pytest

from flows.engine.effects import SendEmail
from flows.outside import mailbox

ANN, BOB = "ann@example.com", "bob@example.com"


def email(to=(ANN,), subject="Hello", body="Text", **fields):
    return SendEmail(tuple(to), subject, body, **fields)


def test_sends_an_email(post_office, attempt):
    office = post_office()

    result = attempt(email(subject="Grüße", body="Zoë\n.\nFrom me", cc=(BOB,), reply_to=BOB))

    assert (result.ok, result.message) == (True, "")
    (message,) = office.messages
    assert office.taken[0].rcpt_tos == [ANN, BOB]
    assert message["From"] == "Bramble <sms@bramble.example>"
    assert (message["To"], message["Cc"], message["Reply-To"]) == (ANN, BOB, BOB)
    assert message["Subject"] == "Grüße"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n").strip() == "Zoë\n.\nFrom me"


def test_shows_the_name_the_author_chose(post_office, attempt):
    office = post_office()

    attempt(email(from_name="Zoë, of Bramble"))

    assert str(office.messages[0]["From"]) == '"Zoë, of Bramble" <sms@bramble.example>'


def test_sends_html_beside_the_text(post_office, attempt):
    office = post_office()

    attempt(email(html="<p>Text</p>"))

    parts = {
        part.get_content_type(): part.get_content() for part in office.messages[0].iter_parts()
    }
    assert parts["text/plain"].strip() == "Text"
    assert parts["text/html"].strip() == "<p>Text</p>"


def test_repetitions_can_be_told_by_their_id(post_office, attempt):
    office = post_office()

    attempt(email(), number=1)
    attempt(email(), number=2)

    first, second = (message["Message-ID"] for message in office.messages)
    assert first == second
    assert first.endswith("@bramble.example>")


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Hi\r\nBcc: eve@example.com"},
        {"from_name": "Ann\r\nBcc: eve@example.com"},
        {"from_name": '" <eve@example.com>, "'},
        {"subject": "Hi\x00\u2028Bcc: eve@example.com"},
    ],
)
def test_no_header_can_be_slipped_in(post_office, attempt, fields):
    office = post_office()

    assert attempt(email(**fields)).ok

    assert office.taken[0].rcpt_tos == [ANN]
    assert office.messages[0]["Bcc"] is None
    assert len(office.messages[0]["From"].addresses) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"to": ["ann"]},
        {"to": [ANN, "bob@example.com\r\nRCPT TO:<eve@example.com>"]},
        {"to": [f"a{n}@example.com" for n in range(21)]},
        {"cc": ("bob@",)},
        {"reply_to": "no address"},
    ],
)
def test_what_cannot_be_written_fails_at_once(post_office, attempt, fields):
    office = post_office()

    result = attempt(email(**fields))

    assert (result.ok, result.reason, result.retry_after) == (False, "email", None)
    assert office.connections == 0


@pytest.mark.parametrize(
    "answers",
    [
        {"rcpt": ["451 4.7.1 Try later"]},
        {"data": ["421 4.3.2 Going down"]},
        {"data": ["hang up"]},
    ],
)
def test_what_may_pass_is_tried_again(post_office, attempt, answers):
    office = post_office(**answers)

    first = attempt(email())
    second = attempt(email(), number=2)

    assert (first.ok, first.reason) == (False, "email_failed")
    assert first.retry_after == timedelta(seconds=15)
    assert second.ok
    assert len(office.taken) == 1


@pytest.mark.parametrize("answers", [{"rcpt": ["550 5.1.1 No such user"]}, {"data": ["554 No"]}])
def test_what_is_refused_for_good_fails_at_once(post_office, attempt, answers):
    post_office(**answers)

    result = attempt(email())

    assert (result.ok, result.reason, result.retry_after) == (False, "email_failed", None)
    assert next(iter(answers.values())) == []
    assert result.message.startswith("The mail server refused")
    assert ("550 5.1.1 No such user" in result.message) is ("rcpt" in answers)


def test_some_refused_among_many_is_told_with_the_effect(post_office, attempt):
    office = post_office(**{BOB: ["550 Gone"]})

    result = attempt(email(to=(ANN, BOB)))

    assert result.ok
    assert office.taken[0].rcpt_tos == [ANN]
    assert result.message == f"{BOB} was refused: 550 Gone"


def test_a_server_that_is_not_there_is_tried_again(post_office, attempt, settings):
    post_office()
    settings.EMAIL_PORT = 1

    result = attempt(email())

    assert result.message == "The mail server could not be reached"
    assert result.retry_after


def test_a_server_that_says_nothing_is_tried_again(post_office, attempt, settings):
    post_office()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.2
        result = attempt(email())

    assert result.message == "The mail server hung up or did not answer in time"
    assert result.retry_after


@pytest.mark.parametrize(("number", "seconds"), [(1, 15), (2, 30), (4, 120), (9, 600), (60, 600)])
def test_waits_longer_each_time(post_office, attempt, number, seconds):
    post_office(rcpt=["451 Later"])

    result = attempt(email(), number)

    assert result.retry_after == timedelta(seconds=seconds)


def test_gives_up_before_the_session_does(post_office, attempt):
    post_office(rcpt=["451 Later"])

    assert attempt(email(), number=9, age=45 * 60).retry_after is None


def test_one_connection_serves_many_emails(post_office, attempt):
    office = post_office()

    for _ in range(3):
        attempt(email())

    assert (len(office.taken), office.connections) == (3, 1)


@pytest.mark.parametrize("answer", ["421 Idle too long", "hang up"])
def test_a_connection_that_broke_meanwhile_is_made_anew(post_office, attempt, answer):
    office = post_office(noop=[answer])

    results = [attempt(email()) for _ in range(2)]

    assert [result.ok for result in results] == [True, True]
    assert (len(office.taken), office.connections) == (2, 2)


def test_without_a_mail_server_emails_become_files(settings, attempt, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")

    result = attempt(email())

    mailbox.close()
    (file,) = (tmp_path / "mail").iterdir()
    assert result.ok
    assert "Subject: Hello" in file.read_text()
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700
