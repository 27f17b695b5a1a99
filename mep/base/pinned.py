"""Connections that go to addresses checked beforehand, within a deadline and a number of bytes."""

import os
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from mep.base.addresses import Address

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

CONNECT_SECONDS = 5.0
POOLS = 64
CONNECTIONS_PER_POOL = 8


class TooManyBytes(Exception):
    """The other side sent more than it may."""


class Call:
    """What one call may use: its addresses, the time left, the bytes left."""

    def __init__(self, seconds: float, max_bytes: int) -> None:
        self.addresses: Sequence[Address] = ()
        self._deadline = time.monotonic() + seconds
        self._bytes_left = max_bytes

    @property
    def seconds_left(self) -> float:
        """Return the time left; negative when it is over."""
        return self._deadline - time.monotonic()

    def give_time(self) -> float:
        """Return the time left, or raise ``TimeoutError`` when there is none."""
        left = self.seconds_left
        if left <= 0:
            raise TimeoutError("the whole call took too long")
        return left

    def count(self, received: int) -> None:
        """Take received bytes from what is left."""
        self._bytes_left -= received
        if self._bytes_left < 0:
            raise TooManyBytes


_current: ContextVar[Call | None] = ContextVar("current_call", default=None)


@contextmanager
def limited(call: Call) -> Iterator[None]:
    """Have every connection used within keep to the limits of a call."""
    token = _current.set(call)
    try:
        yield
    finally:
        _current.reset(token)


class _PinnedSocket(socket.socket):
    def recv_into(self, buffer: "WriteableBuffer", nbytes: int = 0, flags: int = 0) -> int:
        call = _get_call()
        self.settimeout(call.give_time())
        received = super().recv_into(buffer, nbytes, flags)
        call.count(received)
        return received

    def sendall(self, data: "ReadableBuffer", flags: int = 0) -> None:
        self.settimeout(_get_call().give_time())
        super().sendall(data, flags)


class _PinnedTlsSocket(ssl.SSLSocket):
    def recv_into(
        self, buffer: "WriteableBuffer", nbytes: int | None = None, flags: int = 0
    ) -> int:
        call = _get_call()
        self.settimeout(call.give_time())
        received = super().recv_into(buffer, nbytes, flags)
        call.count(received)
        return received

    def send(self, data: "ReadableBuffer", flags: int = 0) -> int:
        self.settimeout(_get_call().give_time())
        return super().send(data, flags)


class _PinnedConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _PinnedTlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _PinnedPool(HTTPConnectionPool):
    ConnectionCls = _PinnedConnection


class _PinnedTlsPool(HTTPSConnectionPool):
    ConnectionCls = _PinnedTlsConnection


class PinnedAdapter(HTTPAdapter):
    """The process's connections: certificates are always checked, proxies never used."""

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **kwargs: object
    ) -> None:
        context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
        context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
        context.load_default_certs()
        context.sslsocket_class = _PinnedTlsSocket
        super().init_poolmanager(connections, maxsize, block, ssl_context=context)
        self.poolmanager.pool_classes_by_scheme = {"http": _PinnedPool, "https": _PinnedTlsPool}

    def cert_verify(self, conn: object, url: object, verify: object, cert: object) -> None:
        """Leave certificates to the context made once for all connections."""


@cache
def adapter() -> PinnedAdapter:
    """Return the process's connections."""
    return PinnedAdapter(pool_connections=POOLS, pool_maxsize=CONNECTIONS_PER_POOL)


def _get_call() -> Call:
    call = _current.get()
    if call is None:
        raise RuntimeError("a pinned connection is used outside a call")
    return call


def _connect(connection: HTTPConnection) -> socket.socket:
    """Connect to the first checked address that answers."""
    call = _get_call()
    failure: OSError = OSError("no address")
    for address in call.addresses:
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6  # noqa: PLR2004
        opened = _PinnedSocket(family, socket.SOCK_STREAM)
        try:
            opened.settimeout(min(CONNECT_SECONDS, call.give_time()))
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            opened.connect((str(address), connection.port))
            opened.settimeout(call.give_time())
        except OSError as error:
            opened.close()
            failure = error
            continue
        return opened
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, "no address answered in time") from failure
    raise NewConnectionError(connection, str(failure)) from failure


# A child process must not write into connections that belong to its parent.
os.register_at_fork(after_in_child=adapter.cache_clear)
