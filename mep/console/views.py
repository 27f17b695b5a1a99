"""The console's page, and its backlog for pages that get no socket."""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from mep.accounts.models import User
from mep.accounts.needs import needs
from mep.console import selectors
from mep.console.filters import parse_filters
from mep.console.moments import parse_moment
from mep.console.standing import NEED, SIGNED_OUT, Refused, find_viewing_user

SERVICE_URL = "/services/{id}"


@require_safe
@needs(NEED)
@ensure_csrf_cookie
def console(request: HttpRequest) -> HttpResponse:
    """Show the console; its script does the rest."""
    user = cast("User", request.user)
    context = {"zone": user.zone, "service_url": SERVICE_URL, "backlog_url": "/console/backlog"}
    return render(request, "console/console.html", context)


@require_safe
@never_cache
@login_not_required
def backlog(request: HttpRequest) -> HttpResponse:
    """Answer with what the socket would send; whoever may not look is told so in JSON."""
    try:
        user = find_viewing_user(request.session.session_key)
    except Refused as refusal:
        return _refused(refusal)
    filters = parse_filters(dict(request.GET.lists()))
    found = selectors.backlog(user, parse_moment(request.GET.get("since")), filters)
    return JsonResponse(found.message())


def _refused(refusal: Refused) -> JsonResponse:
    if refusal.code == SIGNED_OUT:
        return JsonResponse({"detail": "You are signed out. Sign in again."}, status=401)
    return JsonResponse({"detail": "This login may not watch messages."}, status=403)
