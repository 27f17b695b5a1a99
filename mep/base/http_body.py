"""Reading the body of an answer: never more than allowed, packed or not."""

import zlib
from collections.abc import Iterator

import requests

from mep.base.http_messages import FetchFailed

READ_BYTES = 16 * 1024
_GZIP = 16 + zlib.MAX_WBITS
_PACKED = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}


def read_body(response: requests.Response, max_bytes: int) -> bytes:
    """Read and unpack a body; fails when it is longer than ``max_bytes``."""
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > max_bytes:
        raise _too_large(max_bytes)
    encoding = response.headers.get("content-encoding", "").strip().lower()
    body = bytearray()
    for piece in _unpacked(_pieces(response), encoding, max_bytes):
        body += piece
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
    return bytes(body)


def _pieces(response: requests.Response) -> Iterator[bytes]:
    return response.raw.stream(READ_BYTES, decode_content=False)


def _unpacked(pieces: Iterator[bytes], encoding: str, max_bytes: int) -> Iterator[bytes]:
    if encoding in {"", "identity"}:
        return pieces
    if encoding not in _PACKED:
        raise FetchFailed("encoding", f"the answer is packed as {encoding[:40]}")
    return _inflated(pieces, _PACKED[encoding], max_bytes)


def _inflated(pieces: Iterator[bytes], window: int, max_bytes: int) -> Iterator[bytes]:
    """Unpack piece by piece, never making more than is allowed in all."""
    unpacker = None
    for piece in pieces:
        rest = piece
        while rest:
            if unpacker is None or unpacker.eof:
                unpacker = zlib.decompressobj(_window(window, rest))
            try:
                yield unpacker.decompress(rest, max_bytes + 1)
            except zlib.error:
                raise FetchFailed("encoding", "the answer is packed wrongly") from None
            rest = unpacker.unconsumed_tail or unpacker.unused_data
    if unpacker is not None and not unpacker.eof:
        raise FetchFailed("network", "the answer broke off")


def _window(window: int, first: bytes) -> int:
    """Allow for servers that leave the wrapper of deflate away."""
    is_bare = window == zlib.MAX_WBITS and first[0] & 0x0F != zlib.DEFLATED
    return -zlib.MAX_WBITS if is_bare else window


def _too_large(max_bytes: int) -> FetchFailed:
    return FetchFailed("too_large", f"the answer is longer than {max_bytes} bytes")
