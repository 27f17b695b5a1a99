"""The variables that the platform sets, as a table for look-up, completion and help."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A variable that only the platform sets; ``[n]`` in its name counts parts from 0."""

    name: str
    type: str
    help: str
    everywhere: bool = False
    decommissioned: bool = False


def _of_message(prefix: str, which: str) -> tuple[BuiltIn, ...]:
    part = f"{prefix}.part[n]"
    return (
        BuiltIn(f"{prefix}.message", "string", f"Text of {which}."),
        BuiltIn(f"{prefix}.date", "string", f"When {which} came; of its last part if it has many."),
        BuiltIn(f"{prefix}.smsId", "string", f"SMS ID of {which}, or of its first part."),
        BuiltIn(f"{prefix}.isMultipart", "boolean", f"Whether {which} came in several parts."),
        BuiltIn(f"{part}.message", "string", f"Text of one part of {which}."),
        BuiltIn(f"{part}.smsId", "string", f"SMS ID of one part of {which}."),
        BuiltIn(f"{part}.date", "string", f"When one part of {which} came."),
    )


def _of_keyword(prefix: str, which: str) -> tuple[BuiltIn, ...]:
    return (
        BuiltIn(f"{prefix}.name", "string", f"Keyword of {which}, with % where more text may be."),
        BuiltIn(f"{prefix}.keyword", "string", f"Keyword found in {which}."),
        BuiltIn(f"{prefix}.description", "string", f"Description of the keyword of {which}."),
        BuiltIn(f"{prefix}.routingCode.name", "string", f"Routing code {which} was sent to."),
    )


BUILT_INS: tuple[BuiltIn, ...] = (
    BuiltIn("request.defaultMessage", "string", "Text of the latest message of the session."),
    BuiltIn("request.deliveryReport", "string", "No longer set.", decommissioned=True),
    BuiltIn("request.deliveryReport.name", "string", "Delivery report state of the message sent."),
    *_of_keyword("request.keyword", "the message"),
    *_of_message("request.message", "the message"),
    BuiltIn("request.mt.smsId", "string", "SMS ID of the message sent, or of its first part."),
    BuiltIn("request.mt.isMultipart", "boolean", "Whether the message sent has several parts."),
    BuiltIn("request.mt.part[n].smsId", "string", "SMS ID of one part of the message sent."),
    BuiltIn("request.service.id", "string", "ID of the service."),
    BuiltIn("request.service.name", "string", "Name of the service."),
    BuiltIn("service.id", "string", "Reserved; see request.service.id.", decommissioned=True),
    BuiltIn("service.name", "string", "Reserved; see request.service.name.", decommissioned=True),
    BuiltIn("session.circle", "string", "Telecoms circle of an Indian number, once looked up."),
    *_of_keyword("session.initialKeyword", "the message that began the session"),
    *_of_message("session.initialMessage", "the message that began the session"),
    BuiltIn("system.date", "string", "Today in London, yyyy-MM-dd.", everywhere=True),
    BuiltIn("system.time", "string", "Now in London, yyyy-MM-dd HH:mm:ss.", everywhere=True),
    BuiltIn("system.localDate", "string", "Today in the account's time zone.", everywhere=True),
    BuiltIn("system.localTime", "string", "Now in the account's time zone.", everywhere=True),
    BuiltIn("user.addDate", "string", "Day the end user was first added.", everywhere=True),
    BuiltIn("user.id", "string", "ID of the end user.", everywhere=True),
    BuiltIn("user.identifiers.email", "string", "E-mail address.", everywhere=True),
    BuiltIn("user.identifiers.msisdn", "integer", "Phone number, digits only.", everywhere=True),
    BuiltIn("user.identifiers.msisdn.network", "string", "Operator, or UNKNOWN.", everywhere=True),
)
