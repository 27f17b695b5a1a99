"""The query string of the text operations: raw bytes, no parameter twice, no password kept."""

from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest

from mep.compat.mep.text_answers import invalid, missing, refuse

REDACTED = "[redacted]"
SECRETS = frozenset({b"username", b"password"})


def redact(query: str) -> str:
    """Take names and passwords out of a query string, however they are spelt."""
    return "&".join(_redacted(part) for part in query.split("&"))


def _redacted(part: str) -> str:
    name, equals, _ = part.partition("=")
    is_secret = _bytes(name).strip().lower() in SECRETS
    return f"{name}={REDACTED}" if equals and is_secret else part


class Query:
    """The parameters of one request, by name; values are still bytes."""

    def __init__(self, pairs: Iterator[tuple[str, bytes]]) -> None:
        self._values: dict[str, bytes] = {}
        folded: set[str] = set()
        for name, value in pairs:
            if _folded(name) in folded:
                raise refuse(400, f"Duplicate parameter: {name}")
            folded.add(_folded(name))
            self._values[name] = value

    def raw(self, name: str) -> bytes | None:
        """Return the bytes of a parameter, ``None`` if it is not given."""
        return self._values.get(name)

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter as text; empty counts as not given."""
        value = self._values.get(name, b"")
        try:
            return value.decode() or default
        except UnicodeDecodeError:
            raise invalid(name, "not valid UTF-8") from None

    def require(self, *names: str) -> None:
        """Refuse the request if one of these is absent or empty; the first one is named."""
        for name in names:
            if not self._values.get(name):
                raise missing(name)

    def dotted(self) -> list[str]:
        """Return the names that have a dot, in order."""
        return [name for name in self._values if "." in name]


def read(request: HttpRequest) -> Query:
    """Read the query and leave a redacted one behind, for whatever may log the request."""
    query: str = request.META.get("QUERY_STRING", "")
    request.META["QUERY_STRING"] = redact(query)
    return Query(_pairs(query))


def _pairs(query: str) -> Iterator[tuple[str, bytes]]:
    for part in filter(None, query.split("&")):
        name, _, value = part.partition("=")
        yield _bytes(name).decode(errors="replace"), _bytes(value)


def _bytes(text: str) -> bytes:
    """Undo the percent-encoding; the server hands over other bytes as Latin-1."""
    return unquote_to_bytes(text.replace("+", " ").encode("latin-1", "replace"))


def _folded(name: str) -> str:
    """Names of variables ignore case, names of parameters do not."""
    return name.lower() if "." in name else name
