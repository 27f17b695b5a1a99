"""Refusals as problem details (RFC 9457), whatever raised them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from mep.base.errors import MepError

MEDIA_TYPE = "application/problem+json"
CSRF = "CSRF Failed"
CODES: dict[type[Exception], str] = {
    exceptions.NotAuthenticated: "not_authenticated",
    exceptions.AuthenticationFailed: "authentication_failed",
    exceptions.PermissionDenied: "not_allowed",
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    exceptions.Throttled: "too_many",
    exceptions.ParseError: "malformed",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What a refusal says: status, stable code, a sentence, further members and headers."""

    status: int
    code: str
    detail: str
    members: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, request_id: str) -> Response:
        """Answer with it."""
        body = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            **self.members,
            "request_id": request_id,
        }
        headers = dict(self.headers)
        return Response(body, status=self.status, headers=headers, content_type=MEDIA_TYPE)


def answer(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer an exception of a view; one that is our own fault is left to rise."""
    problem = problem_of(error)
    return problem.response(context["view"].request_id) if problem else None


def problem_of(error: Exception) -> Problem | None:
    """Turn a refusal into a problem; anything else is none."""
    match error:
        case MepError():
            return _ours(error)
        case exceptions.APIException():
            return _theirs(error)
        case RequestDataTooBig() | Http404() | PermissionDenied():
            return _djangos(error)
        case OperationalError() | InterfaceError():
            headers = {"Retry-After": "1"}
            return Problem(503, "unavailable", "The database does not answer.", headers=headers)
    return None


def _djangos(error: Exception) -> Problem:
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "too_large", "The body is too long.")
    if isinstance(error, Http404):
        return Problem(404, "not_found", "There is nothing at this address.")
    return Problem(403, "not_allowed", str(error) or "This login may not do this.")


def _ours(error: MepError) -> Problem:
    members = {name: value for name, value in error.extra.items() if name != "retry_after"}
    wait = error.extra.get("retry_after")
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return Problem(error.status, error.code, error.message, members, headers)


def _theirs(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.ValidationError):
        return _invalid(error)
    code, detail = CODES.get(type(error), "error"), str(error.detail)
    headers = {}
    if challenge := getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = challenge
    if detail.startswith(CSRF):
        code = "csrf"
    return Problem(error.status_code, code, detail, headers=headers)


def _invalid(error: exceptions.ValidationError) -> Problem:
    """Name every field that breaks a rule; the first one in ``field`` and ``detail`` too."""
    errors = list(_faults(error.detail, ""))
    first = errors[0] if errors else {"field": "", "detail": "Invalid."}
    where = f"{first['field']}: " if first["field"] else ""
    members: dict[str, Any] = {"errors": errors}
    if first["field"]:
        members["field"] = first["field"]
    return Problem(422, "invalid", f"{where}{first['detail']}", members)


def _faults(detail: Any, path: str) -> Iterator[dict[str, str]]:  # noqa: ANN401 - DRF nests them
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            is_whole = name == "non_field_errors"
            yield from _faults(inner, path if is_whole else f"{path}.{name}".lstrip("."))
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for inner in detail:
            yield from _faults(inner, path)
    else:
        yield {"field": path, "detail": str(detail)}
