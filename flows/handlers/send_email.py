"""Send one e-mail."""

from collections.abc import Iterator
from datetime import timedelta
from html import escape
from typing import Annotated, Any

from pydantic import Field

from flows.engine.context import Context
from flows.engine.effects import SendEmail as Email
from flows.engine.errors import HandlerError
from flows.engine.events import Event, Performed, TimedOut
from flows.engine.handler import Handler, LongTemplate, Template
from flows.engine.moves import Go, Move, Wait
from flows.engine.recipients import MAX_RECIPIENTS, split_list
from flows.text import answers

BODY_CHARACTERS = 20_000
SUBJECT_CHARACTERS = 255
NAME_CHARACTERS = 100
ANSWER_LIMIT = timedelta(hours=1)
_ADVANCED: dict[str, Any] = {"advanced": True}

Body = Annotated[LongTemplate, Field(max_length=BODY_CHARACTERS)]


class SendEmail(Handler):
    """Send an e-mail, for example to pass a received message on to staff.

    Keep personal data out of the subject: it is often shown where others can see it.
    """

    kind = "send_email"
    label = "Send Email"
    group = "Send"
    icon = "mail"
    outcomes = ("sent", "failed")

    to: Template = Field(title="To", min_length=1, description="1 to 20 addresses, by commas.")
    subject: LongTemplate = Field(title="Subject", min_length=1, max_length=SUBJECT_CHARACTERS)
    body: Body = Field(title="Text", min_length=1)
    html: Body = Field(
        "",
        title="HTML text",
        description="Shown in its place where possible. Values are made safe.",
        json_schema_extra=_ADVANCED,
    )
    cc: Template = Field("", title="Cc", json_schema_extra=_ADVANCED)
    reply_to: Template = Field("", title="Reply to", json_schema_extra=_ADVANCED)
    from_name: Template = Field("", title="Name of the sender", json_schema_extra=_ADVANCED)

    def enter(self, ctx: Context) -> Move:
        to = _addresses(ctx, self.to, "to")
        if not to:
            raise HandlerError("email", "There is no address to send to")
        email = Email(
            to=to,
            subject=_line(ctx.render(self.subject), SUBJECT_CHARACTERS),
            body=ctx.render(self.body),
            html=ctx.render_encoded(self.html, escape) if self.html else "",
            cc=_addresses(ctx, self.cc, "cc"),
            reply_to=", ".join(_addresses(ctx, self.reply_to, "reply_to")),
            from_name=_line(ctx.render(self.from_name), NAME_CHARACTERS),
        )
        ctx.fields.update(subject=email.subject, body=email.body)
        ctx.emit(email)
        return Wait((Performed, TimedOut), until=ctx.now + ANSWER_LIMIT)

    def resume(self, ctx: Context, event: Event) -> Move:
        if not isinstance(event, Performed):
            raise HandlerError("email_failed", "The mail server took too long")
        if not event.ok:
            raise HandlerError(event.reason or "email_failed", event.message)
        return Go("sent")

    def summary(self) -> str:
        return f"{self.to}: {self.subject}"

    def problems(self) -> Iterator[tuple[str, str, str]]:
        for field in ("to", "cc", "reply_to"):
            text = getattr(self, field)
            if "${" not in text and (problem := _problem(split_list(text))):
                yield field, "email", problem


def _addresses(ctx: Context, text: str, name: str) -> tuple[str, ...]:
    if not text.strip():
        return ()
    addresses = split_list(ctx.render(text, name))
    if problem := _problem(addresses):
        raise HandlerError("email", problem)
    return tuple(addresses)


def _problem(addresses: list[str]) -> str:
    """Say what is wrong with a list of addresses, or nothing."""
    wrong = [address for address in addresses if not answers.is_email(address)]
    if wrong:
        return f"{wrong[0]} is not an e-mail address"
    if len(addresses) > MAX_RECIPIENTS:
        return f"{len(addresses)} addresses, {MAX_RECIPIENTS} are allowed"
    return ""


def _line(text: str, longest: int) -> str:
    """Make one line of a text, since a header has no second."""
    return " ".join(text.split())[:longest]
