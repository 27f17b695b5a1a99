"""Sends e-mails."""

import smtplib
from datetime import timedelta
from email.utils import formataddr, parseaddr
from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from flows.engine.effects import SendEmail
from flows.engine.recipients import MAX_RECIPIENTS, split_list
from flows.outside import mailbox
from flows.outside.attempts import plain
from flows.outside.requesting import effect_key
from flows.performers import Result, Task, performs

FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(minutes=50)
TEMPORARY = range(400, 500)


class NotWritable(Exception):
    """An e-mail that cannot be written as it is."""


@performs("send_email")
def send_email(task: Task) -> Result:
    """Make one attempt; say whether it is to be tried again."""
    effect = cast("SendEmail", task.effect)
    try:
        refused = mailbox.send(_message(effect, task.id))
    except (NotWritable, ValueError) as error:
        return Result(ok=False, reason="email", message=plain(f"It cannot be written: {error}"))
    except OSError as error:
        words = plain(_words(error))
        pause = _pause(task) if _may_pass(error) else None
        return Result(ok=False, reason="email_failed", message=words, retry_after=pause)
    names = {address: _said(*answer) for address, answer in refused.items()}
    words = plain("; ".join(f"{address} was refused: {said}" for address, said in names.items()))
    return Result(ok=True, message=words, log={"attempt": task.attempts, "refused": names})


def _message(effect: SendEmail, effect_id: int) -> EmailMultiAlternatives:
    """Write the e-mail. Its id is the same at every attempt, so repetitions can be told."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = EmailMultiAlternatives(
        subject=plain(effect.subject),
        body=effect.body,
        from_email=formataddr((plain(effect.from_name) or name, address)),
        to=_checked(effect.to, "to"),
        cc=_checked(effect.cc, "cc"),
        reply_to=_checked(tuple(split_list(effect.reply_to)), "reply to"),
        headers={
            "Message-ID": f"<{effect_key(effect_id)}@{address.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if effect.html:
        message.attach_alternative(effect.html, "text/html")
    return message


def _checked(addresses: tuple[str, ...], field: str) -> list[str]:
    if len(addresses) > MAX_RECIPIENTS:
        raise NotWritable(f"{len(addresses)} addresses in {field}, {MAX_RECIPIENTS} are allowed")
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            raise NotWritable(f"{address} is not an e-mail address") from None
    return list(dict.fromkeys(addresses))


def _may_pass(error: OSError) -> bool:
    """Whether the same e-mail may be taken later."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return any(code in TEMPORARY for code, _ in error.recipients.values())
        case smtplib.SMTPResponseException():
            return error.smtp_code in TEMPORARY
        case smtplib.SMTPServerDisconnected():
            return True
    return not isinstance(error, smtplib.SMTPException)


def _pause(task: Task) -> timedelta | None:
    """Wait longer each time, and give up before the session does."""
    pause = min(FIRST_PAUSE * 2 ** min(task.attempts - 1, 16), LONGEST_PAUSE)
    return pause if task.age + pause < GIVE_UP_AFTER else None


def _words(error: OSError) -> str:
    match error:
        case smtplib.SMTPRecipientsRefused():
            address, answer = next(iter(error.recipients.items()))
            return f"The mail server refused {address}: {_said(*answer)}"
        case smtplib.SMTPResponseException():
            return f"The mail server refused it: {_said(error.smtp_code, error.smtp_error)}"
        case smtplib.SMTPServerDisconnected():
            return "The mail server hung up or did not answer in time"
        case smtplib.SMTPException():
            return f"The mail server cannot take it: {error}"
    return "The mail server could not be reached"


def _said(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    return plain(f"{code} {words}")
