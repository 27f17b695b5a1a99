"""The parameters of Inject Message: presence, then form, in the documented order."""

import re
from dataclasses import dataclass

from flows.el.values import Value
from flows.text.msisdn import is_msisdn
from mep.compat.mep.query import Query
from mep.compat.mep.text_answers import invalid, missing
from mep.compat.mep.variables import (
    SCOPES,
    GivenVariables,
    find_key_problem,
    find_value_problem,
)
from mep.endusers import selectors as endusers
from mep.endusers.models import UNKNOWN_NETWORK

MAX_TEXT_CHARACTERS = 1_600
MAX_CODE_CHARACTERS = 64
DEFAULT_ENCODING = "ISO-8859-15"
ENCODINGS = ("UTF-8", "ISO-8859-1", DEFAULT_ENCODING, "US-ASCII", "UTF-16BE")

_BY_NAME = {name.lower(): name for name in ENCODINGS}
_NETWORK = re.compile(r"[A-Za-z0-9]{2,32}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Injection:
    """What a good query asks for."""

    code: str
    sender: str
    text: str
    network: str
    variables: list[tuple[str, str, Value]]


def parse(query: Query, *, ascii_only: bool) -> Injection:
    """Read the parameters, or refuse the first that is wrong."""
    query.require("code", "from")
    if query.raw("msg") is None:
        raise missing("msg")
    code, sender = _code(query), _sender(query)
    text = _text(query)
    return Injection(code, sender, text, _network(query), _variables(query, ascii_only))


def _code(query: Query) -> str:
    code = query.text("code")
    if _CONTROL.search(code):
        raise invalid("code", "invalid character")
    if len(code) > MAX_CODE_CHARACTERS:
        raise invalid("code", "too long")
    return code


def _sender(query: Query) -> str:
    sender = query.text("from")
    if not is_msisdn(sender):
        raise invalid("from", "not a phone number of 6 to 16 digits without leading zero")
    return sender


def _text(query: Query) -> str:
    """Decode the message; an unknown encoding is told after what can be told of the message."""
    encoding = _BY_NAME.get(query.text("encoding", DEFAULT_ENCODING).lower())
    if encoding is None:
        raise invalid("encoding", f"not one of {', '.join(ENCODINGS)}")
    try:
        text = (query.raw("msg") or b"").decode(encoding)
    except UnicodeDecodeError:
        raise invalid("msg", f"not valid {encoding}") from None
    if _UNPRINTABLE.search(text):
        raise invalid("msg", "invalid character")
    if len(text) > MAX_TEXT_CHARACTERS:
        raise invalid("msg", "too long")
    return text


def _network(query: Query) -> str:
    network = query.text("network", UNKNOWN_NETWORK)
    if not _NETWORK.fullmatch(network):
        raise invalid("network", "malformed")
    if not endusers.is_known_network(network.upper()):
        raise invalid("network", "unknown")
    return network.upper()


def _variables(query: Query, ascii_only: bool) -> list[tuple[str, str, Value]]:
    given = GivenVariables()
    for name in query.dotted():
        written, _, key = name.partition(".")
        scope = written.lower()
        problem = "invalid scope" if scope not in SCOPES else find_key_problem(scope, key)
        if problem:
            raise invalid(name, problem)
        value = query.text(name)
        if problem := find_value_problem(value, ascii_only=ascii_only):
            raise invalid(name, problem)
        given.add(scope, key, value)
    return given.rows
