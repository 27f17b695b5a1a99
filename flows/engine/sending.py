"""Composing one SMS: everything that is known to be wrong before it is stored is refused here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.engine.effects import SendMessage
from flows.engine.errors import HandlerError
from flows.text import msisdn, segments

if TYPE_CHECKING:
    from flows.engine.context import Context

DEFAULT_PARTS = 4
MAX_PARTS = 10


@dataclass(frozen=True, slots=True)
class Manner:
    """How a message is sent: what Send SMS lets an author choose, with its defaults."""

    originator: str = ""
    gateway: str = ""
    encoding: segments.Choice = "auto"
    max_parts: int = DEFAULT_PARTS
    wants_report: bool = False
    validity_seconds: int = 0
    note: str = ""
    subaccount: str = ""
    quiet_hours: bool = True
    block_list: bool = True


def compose(ctx: "Context", text: str, to: str = "", manner: Manner = Manner()) -> SendMessage:
    """Fill in and check a message to ``to``, else the end user; raises HandlerError.

    Sets the ``request.mt`` variables, so it is called once for each message.
    """
    body = ctx.render(text, "message")
    return address(ctx, body, to or ctx.session.msisdn, manner)


def address(ctx: "Context", body: str, to: str, manner: Manner = Manner()) -> SendMessage:
    """Check a message that is already filled in and name it; raises HandlerError."""
    if not body.strip():
        raise HandlerError("empty", "The message is empty")
    if not msisdn.is_msisdn(to):
        raise HandlerError("number", f"{to} is not an international number")
    if manner.gateway and manner.gateway not in ctx.session.gateways:
        raise HandlerError("no_route", "The gateway account no longer exists", defect=True)
    originator, size = _originator(ctx, manner), _measured(body, manner)
    if manner.block_list:
        _check_opted_out(ctx, to)
    message = SendMessage(
        id=ctx.new_id(),
        to=to,
        text=body,
        originator=originator,
        gateway=manner.gateway,
        wants_report=manner.wants_report,
        validity_seconds=manner.validity_seconds,
        note=manner.note,
        subaccount=manner.subaccount,
        quiet_hours=manner.quiet_hours,
        block_list=manner.block_list,
        parts=size.parts,
        encoding=size.encoding,
    )
    _tell(ctx, message)
    return message


def _check_opted_out(ctx: "Context", to: str) -> None:
    """Refuse somebody who opted out, but for the confirmation that a stop service owes them."""
    if not ctx.session.opted_out or to != ctx.session.msisdn:
        return
    if not ctx.free_messages:
        raise HandlerError("opted_out", f"{to} has opted out")
    ctx.free_messages -= 1


def part_id(message_id: str, part: int) -> str:
    """Name one part of a message; a single message has part 0 only."""
    return message_id if part == 0 else f"{message_id}-{part}"


def _originator(ctx: "Context", manner: Manner) -> str:
    originator = manner.originator or ctx.session.originator
    if originator and msisdn.find_originator_kind(originator) is None:
        raise HandlerError("originator", f"{originator} cannot be shown as the sender")
    return originator


def _measured(body: str, manner: Manner) -> segments.Measure:
    size = segments.measure(body, manner.encoding)
    if size.culprits and manner.encoding == "gsm7":
        raise HandlerError("encoding", f"{size.culprits[0]} is outside the GSM alphabet")
    if size.parts > manner.max_parts:
        raise HandlerError("too_long", f"{size.parts} parts, {manner.max_parts} are allowed")
    return size


def _tell(ctx: "Context", message: SendMessage) -> None:
    """Set the variables about the latest message, without parts of an earlier, longer one."""
    ctx.put("request", "mt.smsId", message.id)
    ctx.put("request", "mt.isMultipart", message.parts > 1)
    for part in range(message.parts):
        ctx.put("request", _part_key(part), part_id(message.id, part))
    part = message.parts
    while ctx.exists("request", _part_key(part)):
        ctx.clear("request", _part_key(part))
        part += 1


def _part_key(part: int) -> str:
    return f"mt.part.{part}.smsId"
