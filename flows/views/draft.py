"""A draft as JSON: looked at, replaced."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from flows import authoring, exchange, graphs
from flows.models import Service
from flows.views.frame import frame
from flows.views.opening import REFUSALS, login_of, number_of, open_service
from mep.accounts.needs import requires
from mep.accounts.roles import Area, Level


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Area.SERVICES, Level.USER)
def draft(request: HttpRequest, service_id: str) -> HttpResponse:
    """Show the draft as JSON and replace it."""
    service = open_service(request, service_id, Level.USER)
    if request.method != "POST":
        text = json.dumps(graphs.canonical(service.draft), ensure_ascii=False, indent=2)
        return _page(request, service, text)
    text = request.POST.get("text", "")
    try:
        changed = _save(request, service, text)
    except REFUSALS as refusal:
        return _page(request, service, text, refusal.message)
    messages.success(request, f"Saved, revision {changed}")
    return redirect(f"{reverse('service', args=[service.public_id])}?show=draft")


def _save(request: HttpRequest, service: Service, text: str) -> int:
    base = number_of(request.POST.get("base", ""))
    return authoring.save_draft(
        login_of(request),
        service,
        _graph_of(text),
        base_revision=-1 if base is None else base,
    )


def _graph_of(text: str) -> Any:  # noqa: ANN401 - JSON
    """Take the graph out of a text that is one, or an exported service."""
    return exchange.read(text).services[0].graph


def _page(request: HttpRequest, service: Service, text: str, problem: str = "") -> HttpResponse:
    context = frame(request, service, "service_versions", text=text, problem=problem)
    return render(request, "flows/draft.html", context)
