"""The body of Invoke Service: every rule in the documented order, the first failure wins."""

import re
from dataclasses import dataclass
from typing import NoReturn

from flows.el.values import Value
from flows.text.msisdn import is_msisdn
from mep.compat.mep import members
from mep.compat.mep.json_answers import refuse
from mep.compat.mep.members import MISSING, Json, Members, Missing, Number, join
from mep.compat.mep.variables import (
    SCOPES,
    GivenVariables,
    find_key_problem,
    find_value_problem,
)

PREFIX = "Invalid JSON in the payload."
PAYLOAD = "payload"
MAX_OPERATOR_ID = 2**31 - 1

_DIGITS = re.compile(r"0*([0-9]{1,10})")


@dataclass(frozen=True, slots=True)
class Invocation:
    """What a good body asks for."""

    number: str
    operator_id: int | None
    variables: list[tuple[str, str, Value]]


def parse(body: bytes, *, ascii_only: bool) -> Invocation:
    """Read a body, or refuse it with code 12002."""
    payload = _object(_document(body), PAYLOAD)
    _check_names(payload, "", {"endUser", "variables"})
    end_user = _object(_required(payload, "endUser"), "endUser")
    _check_names(end_user, "endUser", {"phoneNumber", "mobileOperatorId"})
    return Invocation(
        number=_phone_number(_required(end_user, "phoneNumber", "endUser")),
        operator_id=_operator_id(end_user.find("mobileOperatorId")),
        variables=_variables(payload.find("variables"), ascii_only),
    )


def _document(body: bytes) -> Json:
    try:
        document = members.parse(body)
        twice = members.find_duplicate(document)
    except members.Malformed:
        _refuse(PAYLOAD, "malformed")
    if twice:
        _refuse(twice, "duplicate")
    return document


def _object(value: Json, path: str) -> Members:
    if not isinstance(value, Members):
        _refuse(path, "malformed")
    return value


def _check_names(found: Members, path: str, known: set[str]) -> None:
    for name, _ in found.pairs:
        if name not in known:
            _refuse(join(path, name), "unknown property")


def _required(found: Members, name: str, path: str = "") -> Json:
    value = found.find(name)
    if value is MISSING:
        _refuse(join(path, name), "missing")
    return value


def _phone_number(value: Json) -> str:
    if not isinstance(value, str) or not is_msisdn(value):
        _refuse("endUser.phoneNumber", "malformed")
    return str(value)


def _operator_id(value: Json | Missing) -> int | None:
    if value is MISSING:
        return None
    digits = _DIGITS.fullmatch(value) if isinstance(value, str) else None
    number = int(digits[1]) if digits else 0
    if not 0 < number <= MAX_OPERATOR_ID:
        _refuse("endUser.mobileOperatorId", "malformed")
    return number


def _variables(value: Json | Missing, ascii_only: bool) -> list[tuple[str, str, Value]]:
    if value is MISSING:
        return []
    scopes = _object(value, "variables")
    if not scopes.pairs:
        _refuse("variables", "empty")
    given, seen = GivenVariables(), set[str]()
    for name, keys in scopes.pairs:
        _take_scope(given, seen, name, keys, ascii_only)
    return given.rows


def _take_scope(
    given: GivenVariables, seen: set[str], name: str, keys: Json, ascii_only: bool
) -> None:
    scope, path = name.lower(), join("variables", name)
    if scope not in SCOPES:
        _refuse(path, "invalid scope")
    if scope in seen:
        _refuse(path, "duplicate")
    seen.add(scope)
    found = _object(keys, path)
    if not found.pairs:
        _refuse(path, "empty")
    for key, value in found.pairs:
        _check_key(given, scope, key, join(path, key))
        given.add(scope, key, _value(value, join(path, key), ascii_only))


def _check_key(given: GivenVariables, scope: str, key: str, path: str) -> None:
    if problem := find_key_problem(scope, key):
        _refuse(path, f"key: {problem}")
    if given.has(scope, key):
        _refuse(path, "key: duplicate")


def _value(value: Json, path: str, ascii_only: bool) -> Value:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        _refuse(path, "value is malformed")
    if problem := find_value_problem(value, ascii_only=ascii_only):
        _refuse(path, "value is too long" if problem == "too long" else f"value: {problem}")
    return value.value if isinstance(value, Number) else value


def _refuse(path: str, reason: str) -> NoReturn:
    raise refuse(400, "12002", f"{PREFIX} {path}: {reason}.")
