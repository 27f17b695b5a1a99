"""Answers of the operations that take everything in the query: plain text, XML when accepted."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.http import HttpResponse

from mep.compat.mep.calls import Family, Refusal

LATIN_1 = "ISO-8859-1"
TEXT = f"text/plain; charset={LATIN_1}"
XML = "text/plain"
PROLOG = f'<?xml version="1.0" encoding="{LATIN_1}"?>'
RETRY_SECONDS = "1"
MAX_ECHO_CHARACTERS = 200

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def text(status: int, line: str, **headers: str) -> HttpResponse:
    """Word an answer of one line; ``_`` in a header's name stands for ``-``."""
    shown = _CONTROL.sub("?", line)[:MAX_ECHO_CHARACTERS]
    response = HttpResponse(shown.encode("latin-1", "replace"), status=status, content_type=TEXT)
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def refuse(status: int, line: str, **headers: str) -> Refusal:
    """Make the refusal to raise."""
    return Refusal(text(status, line, **headers))


def invalid(name: str, reason: str) -> Refusal:
    """Refuse a parameter that breaks a rule."""
    return refuse(400, f"Invalid parameter: {name}: {reason}")


def missing(name: str) -> Refusal:
    """Refuse a request that lacks a parameter."""
    return refuse(400, f"Missing parameter: {name}")


def denied(reason: str) -> Refusal:
    """Refuse what the login may not do."""
    return refuse(403, f"Access denied: {reason}")


def not_found(kind: str, name: str) -> Refusal:
    """Refuse what the account does not have."""
    return refuse(404, f"Not found: {kind} {name}")


def xml(lines: Iterable[str]) -> HttpResponse:
    """Answer with a document, whose lines are given without the prolog."""
    document = "\n".join((PROLOG, *lines, ""))
    return HttpResponse(document.encode("latin-1", "xmlcharrefreplace"), content_type=XML)


def element(name: str, content: str) -> str:
    """Write one element; without content, as an empty one."""
    return f"<{name}>{escape(content)}</{name}>" if content else f"<{name}/>"


class TextFamily(Family):
    """Inject Message, broadcasts, subscriptions, variables: GET, and one line of text."""

    method = "GET"

    def wrong_method(self) -> HttpResponse:
        return text(405, "Method not allowed", Allow=self.method)

    def too_long(self) -> HttpResponse:
        return text(414, "Request too long")

    def fault(self, *, is_temporary: bool) -> HttpResponse:
        if is_temporary:
            return text(503, "Service unavailable", Retry_After=RETRY_SECONDS)
        return text(500, "Internal error")


PLAIN = TextFamily()
