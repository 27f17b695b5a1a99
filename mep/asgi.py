"""The live plane: WebSockets, and a page that says it is alive."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mep.settings")
get_asgi_application()

from mep.base.live_health import alive  # noqa: E402  needs the apps loaded
from mep.base.live_origin import OwnOrigin  # noqa: E402  needs the apps loaded
from mep.console.ws_urls import websocket_urlpatterns  # noqa: E402  needs the apps loaded

application = ProtocolTypeRouter(
    {
        "http": alive,
        "websocket": OwnOrigin(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)
