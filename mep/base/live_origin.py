"""Only our own pages may open a WebSocket."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings


class OwnOrigin:
    """Refuses a WebSocket opened by a page of another origin.

    The host must be the one the socket was opened to and the port exactly the web plane's, or
    the whole origin must be listed in ``MEP_TRUSTED_ORIGINS``.
    """

    def __init__(self, application: Any) -> None:  # noqa: ANN401  any ASGI application
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:  # noqa: ANN401  ASGI
        allowed = is_own_origin(scope["headers"])
        application = self._application if allowed else WebsocketDenier()
        return await application(scope, receive, send)


def is_own_origin(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Say whether a handshake's headers name one of our pages as its origin."""
    named = {name.lower(): value.decode("latin-1") for name, value in headers}
    origin = named.get(b"origin", "")
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        page, socket = urlsplit(origin), urlsplit(f"//{named.get(b'host', '')}")
        return (page.hostname, page.port) == (socket.hostname, settings.MEP_PORT)
    except ValueError:
        return False
