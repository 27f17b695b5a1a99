"""Call: one request to a documented API, and how everything that goes wrong with it is told."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from redis.exceptions import RedisError

from mep.base.errors import Unavailable
from mep.base.ids import new_request_id

CALL = "mep.call"
MAX_REQUEST_LINE_BYTES = 8 * 1024
TEMPORARY = (OperationalError, InterfaceError, RedisError, Unavailable)

logger = logging.getLogger(__name__)


class Refusal(Exception):
    """A documented refusal, worded by its family of operations."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


class Family(ABC):
    """How a family of operations words what all operations may have to say."""

    method: str

    @abstractmethod
    def wrong_method(self) -> HttpResponse:
        """Say that only one method is supported."""

    @abstractmethod
    def too_long(self) -> HttpResponse:
        """Say that the request line is too long."""

    @abstractmethod
    def fault(self, *, is_temporary: bool) -> HttpResponse:
        """Say that it is our fault."""


class Call:
    """A request under way; its id goes back on every answer."""

    def __init__(self, family: Family) -> None:
        self.request_id = new_request_id()
        self.family = family

    def answer(self, response: HttpResponse) -> HttpResponse:
        """Put what every answer carries on a response."""
        response["X-Request-Id"] = self.request_id
        response["Cache-Control"] = "no-store"
        return response


Operation = Callable[..., HttpResponse]


def documented(family: Family) -> Callable[[Operation], Operation]:
    """Make a view of an operation that takes the request, its id and what the address holds."""

    def make(operation: Operation) -> Operation:
        @login_not_required
        @csrf_exempt
        @wraps(operation)
        def view(request: HttpRequest, **captured: str) -> HttpResponse:
            call = request.META[CALL] = Call(family)
            return call.answer(_outcome(operation, request, call, captured))

        return view

    return make


def _outcome(
    operation: Operation, request: HttpRequest, call: Call, captured: dict[str, str]
) -> HttpResponse:
    if request.method != call.family.method:
        return call.family.wrong_method()
    if _request_line_bytes(request) > MAX_REQUEST_LINE_BYTES:
        return call.family.too_long()
    try:
        return operation(request, call.request_id, **captured)
    except Refusal as refusal:
        return refusal.response


def _request_line_bytes(request: HttpRequest) -> int:
    target = request.get_full_path()
    return len(f"{request.method} {target} HTTP/1.1".encode())


class FaultMiddleware:
    """Answers a documented operation that failed as documented, and logs the failure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a documented operation; leave others to Django."""
        call: Any = request.META.get(CALL)
        if not isinstance(call, Call):
            return None
        logger.error("%s %s failed", request.path, call.request_id, exc_info=error)
        is_temporary = isinstance(error, TEMPORARY)
        return call.answer(call.family.fault(is_temporary=is_temporary))
