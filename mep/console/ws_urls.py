"""WebSocket URL map."""

from typing import Any

from django.urls import path

from mep.console.consumers import TraceConsumer

websocket_urlpatterns: list[Any] = [
    path("ws/console", TraceConsumer.as_asgi()),  # type: ignore[arg-type]  # ASGI, no view
]
