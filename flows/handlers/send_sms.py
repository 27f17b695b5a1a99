"""Send one SMS, to the end user or others."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from flows.engine.context import Context
from flows.engine.effects import CheckRecipients, SendMessage
from flows.engine.errors import HandlerError
from flows.engine.events import Answered, Event, MessageReported, TimedOut
from flows.engine.handler import Template
from flows.engine.moves import Go, Move, Wait
from flows.engine.reasons import words
from flows.engine.recipients import check_recipients, find_recipients
from flows.engine.sending import Manner, address
from flows.engine.texting import Texting
from flows.text import msisdn

BEST_FIRST = ("delivered", "unknown", "deleted", "expired", "failed", "rejected")


class SendSms(Texting):
    """Send an SMS to the end user, or to other numbers.

    It can wait for the delivery report before the service goes on. With several numbers it fails
    only if none of them could be sent to; of several reports the worst counts.
    """

    kind = "send_sms"
    label = "Send SMS"
    group = "Send"
    icon = "message-square"
    outcomes = ("sent", "delivered", "no_report", "failed")
    outcomes_if = {
        "sent": ("wait_report", (False,)),
        "delivered": ("wait_report", (True,)),
        "no_report": ("wait_report", (True,)),
    }

    to: Template = Field(
        "",
        title="SMS To",
        description="International numbers, parted by commas; empty for the end user.",
    )
    wait_report: bool = Field(False, title="Wait for the delivery report")
    report_limit: timedelta = Field(
        timedelta(minutes=5),
        title="Wait for it at most",
        ge=timedelta(seconds=10),
        le=timedelta(hours=72),
    )

    def enter(self, ctx: Context) -> Move:
        numbers = find_recipients(ctx, self.to)
        own = ctx.session.msisdn
        others = tuple(each for each in numbers if each != own and msisdn.is_msisdn(each))
        if others and self.block_list:
            ctx.emit(CheckRecipients(others))
            return Wait((Answered,), memory={"to": list(numbers)})
        return self._send(ctx, numbers, {})

    def resume(self, ctx: Context, event: Event) -> Move:
        if isinstance(event, Answered):
            return self._send(ctx, ctx.memory["to"], event.answer)
        if isinstance(event, MessageReported):
            return self._note(ctx, event)
        return Go("no_report", "no_report")

    def _send(self, ctx: Context, numbers: list[str], refused: Mapping[str, str]) -> Move:
        body = ctx.render(self.message, "message")
        manner = self.manner(ctx, wants_report=self.wait_report)
        sent, failures = [], []
        for number in numbers:
            try:
                sent.append(_address(ctx, body, number, manner, refused))
            except HandlerError as error:
                failures.append(error)
        if not sent:
            raise failures[0]
        if failures:
            ctx.fields["refused"] = "; ".join(error.message for error in failures)
        for message in sent:
            ctx.emit(message)
        return self._await_reports(ctx, sent)

    def _await_reports(self, ctx: Context, sent: list[SendMessage]) -> Move:
        if not self.wait_report:
            return Go("sent")
        ctx.clear("request", "deliveryReport.name")
        until = ctx.now + self.report_limit
        pending = [message.id for message in sent]
        return _wait({"pending": pending, "status": "", "name": "", "until": until.isoformat()})

    def _note(self, ctx: Context, report: MessageReported) -> Move:
        """Take down one report; the worst is acted on when all have come."""
        ctx.fields["report"] = report.name or report.status
        pending = [id for id in ctx.memory["pending"] if id != report.message_id]
        memory = {**ctx.memory, "pending": pending}
        if len(pending) < len(ctx.memory["pending"]) and _is_worse(report.status, memory["status"]):
            memory |= {"status": report.status, "name": report.name}
        if pending:
            return _wait(memory)
        ctx.put("request", "deliveryReport.name", memory["name"] or memory["status"])
        return _leave(memory["status"])

    def problems(self) -> Iterator[tuple[str, str, str]]:
        yield from super().problems()
        if problem := check_recipients(self.to):
            yield "to", "number", problem

    def waits(self) -> bool:
        return self.wait_report


def _address(
    ctx: Context, body: str, number: str, manner: Manner, refused: Mapping[str, str]
) -> SendMessage:
    if number in refused:
        raise HandlerError(refused[number], f"{number}: {words(refused[number]).lower()}")
    return address(ctx, body, number, manner)


def _wait(memory: Mapping[str, Any]) -> Wait:
    until = datetime.fromisoformat(memory["until"])
    return Wait((MessageReported, TimedOut), until=until, memory=memory)


def _is_worse(status: str, than: str) -> bool:
    return not than or BEST_FIRST.index(status) > BEST_FIRST.index(than)


def _leave(status: str) -> Move:
    if status == "delivered":
        return Go("delivered")
    if status == "unknown":
        return Go("no_report", "no_report")
    reason = "rejected" if status == "rejected" else "undelivered"
    raise HandlerError(reason, f"{words(reason)}: {status}", keep=True)
