"""Routing codes and keywords: what may be created."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from flows.el import names
from flows.models import Service
from flows.text.patterns import PatternError, PatternTimeout
from mep.accounts.models import Account, User
from mep.base.errors import Conflict, Invalid
from mep.routing.models import Keyword, RoutingCode
from mep.routing.patterns import PATTERN_SECONDS, compile_keyword
from mep.routing.rules import Interrupts, Kind, Match

MAX_TEXT_CHARACTERS = 160
MAX_PATTERN_CHARACTERS = 500
MAX_GROUPS = 9
MAX_PRIORITY = 999
CATCH_ALL_PRIORITY = 1_000
INTERRUPTING = (Kind.STOP, Kind.STOP_ALL, Kind.HELP)


@dataclass(frozen=True, slots=True)
class NewKeyword:
    """A keyword to be.

    ``captures`` maps a group's number to ``keyword``, ``message`` or ``session.x``.
    ``interrupts`` left empty follows the kind: STOP and HELP interrupt when they match exactly.
    """

    text: str = ""
    match: Match = Match.EXACTLY
    whole_words: bool = True
    priority: int = 100
    kind: Kind = Kind.CAMPAIGN
    description: str = ""
    interrupts: str = ""
    captures: Mapping[str, str] = field(default_factory=dict)
    enabled: bool = True


def create_code(account: Account, code: str, kind: str, **settings: object) -> RoutingCode:
    """Add an inbound address; letter case does not tell two apart."""
    routing_code = RoutingCode(account=account, code=code.strip(), kind=kind, **settings)
    try:
        with transaction.atomic():
            routing_code.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(f"{code} exists already", code="taken", field="code") from error
    return routing_code


def create_keyword(code: RoutingCode, service: Service, new: NewKeyword) -> Keyword:
    """Let a word start a service; raises Invalid or Conflict naming the field and the rule."""
    check_keyword(new)
    is_catch_all = new.match is Match.CATCH_ALL
    keyword = Keyword(
        account=code.account,
        routing_code=code,
        service=service,
        text="" if is_catch_all else new.text,
        match=new.match,
        whole_words=new.whole_words,
        priority=CATCH_ALL_PRIORITY if is_catch_all else new.priority,
        kind=Kind.CATCH_ALL if is_catch_all else new.kind,
        description=new.description,
        interrupts=new.interrupts or _usual_interrupts(new.kind),
        captures=dict(new.captures),
        enabled=new.enabled,
    )
    try:
        with transaction.atomic():
            keyword.save(force_insert=True)
    except IntegrityError as error:
        name = "a catch-all" if is_catch_all else f"keyword “{new.text}”"
        raise Conflict(f"{name} already exists on {code.code}", code="taken") from error
    return keyword


def set_enabled(user: User, keyword: Keyword, *, enabled: bool) -> None:
    """Switch a keyword on or off; of two that are the same only one can be on."""
    keyword.enabled = enabled
    keyword.updated_by = user
    try:
        with transaction.atomic():
            keyword.save(update_fields=["enabled", "updated_by", "updated_at"])
    except IntegrityError as error:
        raise Conflict(
            f"keyword “{keyword}” already exists on {keyword.routing_code.code}", code="taken"
        ) from error


def _usual_interrupts(kind: Kind) -> str:
    return Interrupts.EXACT if kind in INTERRUPTING else Interrupts.NEVER


def check_keyword(new: NewKeyword) -> None:
    """Refuse a keyword that could never do what it says."""
    if not 1 <= new.priority <= MAX_PRIORITY:
        raise Invalid(f"The priority goes from 1 to {MAX_PRIORITY}", field="priority")
    if new.match is Match.REGEX:
        _check_pattern(new)
    elif new.match is not Match.CATCH_ALL and not _is_text(new.text):
        raise Invalid(f"The keyword must have 1–{MAX_TEXT_CHARACTERS} characters", field="text")
    if new.captures and new.match is not Match.REGEX:
        raise Invalid("Only a regular expression can capture", field="captures")


def _is_text(text: str) -> bool:
    return bool(text.strip()) and len(text) <= MAX_TEXT_CHARACTERS


def _check_pattern(new: NewKeyword) -> None:
    if not 1 <= len(new.text) <= MAX_PATTERN_CHARACTERS:
        raise Invalid(
            f"The expression must have 1–{MAX_PATTERN_CHARACTERS} characters", field="text"
        )
    try:
        pattern = compile_keyword(new.text)
        matches_nothing = pattern.full_match("", PATTERN_SECONDS) is not None
    except (PatternError, PatternTimeout) as error:
        raise Invalid(f"The regular expression is faulty: {error}", field="text") from error
    if matches_nothing:
        raise Invalid("The expression also matches an empty message", field="text")
    if pattern.groups > MAX_GROUPS:
        raise Invalid(f"The expression has more than {MAX_GROUPS} groups", field="text")
    for group, target in new.captures.items():
        _check_capture(group, target, pattern.groups)


def _check_capture(group: str, target: str, groups: int) -> None:
    if group not in map(str, range(1, groups + 1)):
        raise Invalid(f"The expression has no group {group}", field="captures")
    if target in ("keyword", "message"):
        return
    scope, _, key = target.partition(".")
    try:
        names.check_key("session", key if scope == "session" else "")
    except names.KeyRefused as error:
        raise Invalid(
            f"Group {group} fills the keyword, the message or a session variable", field="captures"
        ) from error
