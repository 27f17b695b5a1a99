"""What every page template may know about the installation."""

from django.conf import settings
from django.http import HttpRequest


def live_url(request: HttpRequest) -> str:
    """Give the address of the live plane as this browser reaches it."""
    if settings.MEP_LIVE_URL:
        return str(settings.MEP_LIVE_URL)
    scheme = "wss" if request.is_secure() else "ws"
    host = request.get_host()
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    return f"{scheme}://{name}:{settings.MEP_LIVE_PORT}"


def installation(request: HttpRequest) -> dict[str, object]:
    """Put the live plane's address and the demo switch into every page template."""
    return {
        "live_url": live_url(request),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "is_demo": settings.MEP_DEMO,
    }
