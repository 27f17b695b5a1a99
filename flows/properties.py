"""The properties of a service: one check for the form, the API and imports, and their JSON form."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.dateparse import parse_duration
from django.utils.duration import duration_iso_string

from flows.el import names, template
from flows.el.errors import ElError
from flows.models import Service
from flows.text import msisdn
from mep.accounts.zones import is_zone
from mep.base.errors import Invalid

MAX_NAME_CHARACTERS = 255
MAX_ERROR_MESSAGE_CHARACTERS = 4_000
SHORTEST_LIFETIME = timedelta(hours=1)
LONGEST_LIFETIME = timedelta(days=180)
ON_ERROR_KINDS = ("end", "message", "handler")

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MAX_LANGUAGE_CHARACTERS = 16

Json = Any


def check_name(value: Json) -> str:
    """Return a name without spaces around it; refuse one that is empty or too long."""
    name = value.strip() if isinstance(value, str) else ""
    if not 1 <= len(name) <= MAX_NAME_CHARACTERS or not _is_storable(name):
        raise Invalid(f"The name must have 1–{MAX_NAME_CHARACTERS} characters", field="name")
    return name


def check_description(value: Json) -> str:
    """Return a description; refuse one that is too long."""
    text = value.strip() if isinstance(value, str) else None
    if text is None or len(text) > MAX_NAME_CHARACTERS or not _is_storable(text):
        rule = f"The description may have {MAX_NAME_CHARACTERS} characters"
        raise Invalid(rule, field="description")
    return text


def _is_storable(text: str) -> bool:
    """Whether a text has no control character and no half of a character."""
    try:
        names.check_value(text, max_length=len(text))
    except names.ValueRefused:
        return False
    return True


def check_properties(given: Mapping[str, Json]) -> dict[str, Any]:
    """Return properties ready to be stored; raises Invalid naming the field and the rule."""
    unknown = sorted(set(given) - set(CHECKS))
    if unknown:
        raise Invalid(f"A service has no property “{unknown[0]}”", field=unknown[0])
    return {name: CHECKS[name](value) for name, value in given.items()}


def properties_of(service: Service) -> dict[str, Json]:
    """Give all properties of a service as JSON, as ``check_properties`` reads them."""
    values = {name: getattr(service, name) for name in CHECKS}
    return {**values, "session_lifetime": duration_iso_string(service.session_lifetime)}


def _check_switch(value: Json) -> bool:
    if not isinstance(value, bool):
        raise Invalid("Remove keyword from message is on or off", field="remove_keyword")
    return value


def _check_originator(value: Json) -> str:
    text = value.strip() if isinstance(value, str) else "?"
    problem = msisdn.check_originator(text) if text else None
    if problem:
        raise Invalid(f"{problem[0].upper()}{problem[1:]}", field="default_originator")
    return text


def _check_language(value: Json) -> str:
    text = value.strip() if isinstance(value, str) else "?"
    if text and not (_LANGUAGE.fullmatch(text) and len(text) <= _MAX_LANGUAGE_CHARACTERS):
        raise Invalid("Use a language tag such as en or pt-BR", field="default_language")
    return text


def _check_zone(value: Json) -> str:
    text = value.strip() if isinstance(value, str) else "?"
    if text and not is_zone(text):
        raise Invalid("Use a time zone such as Europe/London", field="time_zone")
    return text


def _check_reentry(value: Json) -> str:
    if value not in Service.OnReentry.values:
        raise Invalid("Choose restart, ignore or parallel", field="on_reentry")
    return str(value)


def _check_lifetime(value: Json) -> timedelta:
    lifetime = parse_duration(value) if isinstance(value, str) else value
    if not isinstance(lifetime, timedelta):
        raise Invalid("Give a time span such as P30D", field="session_lifetime")
    if not SHORTEST_LIFETIME <= lifetime <= LONGEST_LIFETIME:
        raise Invalid("A session lasts 1 hour to 180 days", field="session_lifetime")
    return lifetime


def _check_on_error(value: Json) -> dict[str, str]:
    if value == {}:
        return {}
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind not in ON_ERROR_KINDS or set(value) - {"kind", "message", "node"}:
        raise Invalid("Choose end, message or handler", field="on_error")
    if kind == "message":
        return {"kind": "message", "message": _check_message(value.get("message"))}
    if kind == "handler":
        return {"kind": "handler", "node": _check_node(value.get("node"))}
    return {}


def _check_message(value: Json) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not 1 <= len(text) <= MAX_ERROR_MESSAGE_CHARACTERS:
        rule = f"The message must have 1–{MAX_ERROR_MESSAGE_CHARACTERS:,} characters"
        raise Invalid(rule, field="on_error")
    try:
        return template.check(text)
    except ElError as error:
        place = f"{error.message} (character {error.position + 1})"
        raise Invalid(f"The message: {place}", field="on_error") from error


def _check_node(value: Json) -> str:
    if not isinstance(value, str) or not value:
        raise Invalid("Choose the handler that errors go to", field="on_error")
    return value


CHECKS: dict[str, Callable[[Json], Any]] = {
    "name": check_name,
    "description": check_description,
    "remove_keyword": _check_switch,
    "default_originator": _check_originator,
    "default_language": _check_language,
    "time_zone": _check_zone,
    "on_reentry": _check_reentry,
    "session_lifetime": _check_lifetime,
    "on_error": _check_on_error,
}
"""Every property with its check, in the order of the form."""
