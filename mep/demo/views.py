"""A pretended other system for the demo's Get External Data to call."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

OUTLOOKS = ("sunny", "cloudy", "showers", "bright spells")


@login_not_required
def weather(request: HttpRequest) -> HttpResponse:
    """Answer with the weather, which changes by the hour."""
    if not settings.MEP_DEMO:
        raise Http404
    hour = timezone.now().hour
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<entry><temperature>{8 + abs(14 - hour) % 7 + 6}C</temperature>"
        f"<outlook>{OUTLOOKS[hour % len(OUTLOOKS)]}</outlook></entry>\n"
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
