"""Reading a request's body, however it is framed, up to a limit."""

from collections.abc import Iterator
from typing import BinaryIO

from django.http import HttpRequest

CHUNK_BYTES = 16 * 1024


class TooLong(Exception):
    """A body over the limit; it was not read to its end."""


def read(request: HttpRequest, limit: int) -> bytes:
    """Return the body; Django itself takes one that comes in chunks for empty."""
    if request.META.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
        return _within(b"".join(_chunks(request.META["wsgi.input"], limit)), limit)
    if _declared_bytes(request) > limit:
        raise TooLong
    return _within(request.body, limit)


def _chunks(source: BinaryIO, limit: int) -> Iterator[bytes]:
    left = limit + 1
    while left > 0 and (chunk := source.read(min(left, CHUNK_BYTES))):
        left -= len(chunk)
        yield chunk


def _within(body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        raise TooLong
    return body


def _declared_bytes(request: HttpRequest) -> int:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isdecimal() else 0
