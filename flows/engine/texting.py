"""The settings shared by every handler that sends an SMS."""

from abc import ABC
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import Field

from flows.engine.errors import HandlerError
from flows.engine.handler import GatewayRef, Handler, Template
from flows.engine.sending import DEFAULT_PARTS, MAX_PARTS, Manner
from flows.text import msisdn, segments

if TYPE_CHECKING:
    from flows.engine.context import Context

NOTE_CHARACTERS = 160
SUBACCOUNT_CHARACTERS = 10
_ADVANCED: dict[str, Any] = {"advanced": True}


class Texting(Handler, ABC):
    """A handler that sends an SMS."""

    message: Template = Field(title="SMS Message", min_length=1)
    originator: Template = Field(
        "",
        title="Originator",
        description="A number, a short code or up to 11 letters and digits; empty for the number "
        "that was texted.",
    )
    account: GatewayRef | None = Field(
        None,
        title="Account",
        description="Empty for the one that fits the number.",
        json_schema_extra=_ADVANCED,
    )
    encoding: segments.Choice = Field("auto", title="Encoding", json_schema_extra=_ADVANCED)
    multipart: bool = Field(True, title="Allow several parts", json_schema_extra=_ADVANCED)
    max_parts: int = Field(
        DEFAULT_PARTS, title="Parts at most", ge=1, le=MAX_PARTS, json_schema_extra=_ADVANCED
    )
    validity: timedelta | None = Field(
        None,
        title="Validity",
        description="How long the network may try, 5 minutes to 72 hours.",
        ge=timedelta(minutes=5),
        le=timedelta(hours=72),
        json_schema_extra=_ADVANCED,
    )
    quiet_hours: bool = Field(True, title="Respect quiet hours", json_schema_extra=_ADVANCED)
    block_list: bool = Field(
        True,
        title="Respect the block list",
        description="Switch off only for messages a person must get, never for marketing.",
        json_schema_extra=_ADVANCED,
    )
    note: Template = Field("", title="Note", json_schema_extra=_ADVANCED)
    subaccount: Template = Field("", title="Sub-account", json_schema_extra=_ADVANCED)

    def manner(self, ctx: "Context", *, wants_report: bool = False) -> Manner:
        """Fill in how the message is to be sent; raises HandlerError."""
        return Manner(
            originator=ctx.render(self.originator, "originator").strip() if self.originator else "",
            gateway=self.account or "",
            encoding=self.encoding,
            max_parts=self.parts_allowed,
            wants_report=wants_report,
            validity_seconds=int(self.validity.total_seconds()) if self.validity else 0,
            note=_filled(ctx, self.note, NOTE_CHARACTERS, "note"),
            subaccount=_filled(ctx, self.subaccount, SUBACCOUNT_CHARACTERS, "sub-account"),
            quiet_hours=self.quiet_hours,
            block_list=self.block_list,
        )

    @property
    def parts_allowed(self) -> int:
        """How many parts a message may have."""
        return self.max_parts if self.multipart else 1

    def summary(self) -> str:
        return self.message

    def problems(self) -> Iterator[tuple[str, str, str]]:
        originator = self.originator.strip()
        if originator and "${" not in originator and (why := msisdn.check_originator(originator)):
            yield "originator", "originator", f"{originator} cannot be the sender: {why}"
        for field, longest in (("note", NOTE_CHARACTERS), ("subaccount", SUBACCOUNT_CHARACTERS)):
            text = getattr(self, field)
            if "${" not in text and len(text) > longest:
                yield field, "length", f"{len(text)} characters, {longest} are allowed"

    def doubts(self) -> Iterator[tuple[str, str, str]]:
        return self.doubts_about("message")

    def doubts_about(self, field: str) -> Iterator[tuple[str, str, str]]:
        """Yield why a text without expressions will not be sent as it stands."""
        text = getattr(self, field)
        if "${" in text:
            return
        size = segments.measure(text, self.encoding)
        if size.parts > self.parts_allowed:
            yield field, "parts", f"It takes {size.parts} parts, {self.parts_allowed} are allowed"
        if size.culprits and self.encoding == "gsm7":
            yield field, "encoding", f"{size.culprits[0]} is outside the GSM alphabet"


def _filled(ctx: "Context", text: str, longest: int, name: str) -> str:
    """Fill in a text that is stored with the message and must not be long."""
    filled = ctx.render(text, name) if text else ""
    if len(filled) > longest:
        raise HandlerError("value", f"The {name} has over {longest} characters", defect=True)
    return filled
