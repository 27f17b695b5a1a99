"""What starts a service: listing it, adding to it, switching it on and off."""

from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from flows import starters
from flows.models import Service
from flows.starters import Starter, StarterKind
from flows.views.frame import frame
from flows.views.opening import REFUSALS, login_of, open_service, put_on_form, tells_refusals
from mep.accounts.needs import requires
from mep.accounts.roles import Area, Level
from mep.base.errors import NotFound

SWITCHES = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class Panel:
    """Things of one kind that start a service, and the form that adds one."""

    kind: StarterKind
    starters: list[Starter]
    form: Form | None


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Area.SERVICES)
def keywords(request: HttpRequest, service_id: str) -> HttpResponse:
    """Show what starts a service; add to it."""
    if request.method != "POST":
        return _page(request, open_service(request, service_id))
    service = open_service(request, service_id, Level.USER)
    kind = starters.find_kind(request.POST.get("kind_of_starter", ""))
    form = kind.form(login_of(request), request.POST) if kind else None
    if kind is None or form is None:
        raise NotFound("There is nothing of this kind to add")
    starter = _added(request, service, kind, form)
    if starter is None:
        return _page(request, service, kind, form)
    messages.success(request, f"{starter.label} on {starter.place} starts {service.name}")
    return redirect("service_keywords", service.public_id)


@require_POST
@requires(Area.SERVICES, Level.USER)
@tells_refusals
def switch_keyword(
    request: HttpRequest, service_id: str, kind: str, starter_id: str, to: str
) -> HttpResponse:
    """Switch a keyword on or off."""
    service = open_service(request, service_id, Level.USER)
    found = starters.find_kind(kind)
    if found is None or to not in SWITCHES:
        raise NotFound(f"{kind} {starter_id} does not exist")
    user = login_of(request)
    starter = found.switch(user, service.id, starter_id, enabled=SWITCHES[to])
    back = reverse(
        "service_keyword_switch",
        args=[service.public_id, kind, starter_id, "off" if SWITCHES[to] else "on"],
    )
    messages.success(request, f"{starter.label} switched {to}", extra_tags=f"undo:{back}")
    return redirect("service_keywords", service.public_id)


def _page(
    request: HttpRequest,
    service: Service,
    posted: StarterKind | None = None,
    refused: Form | None = None,
) -> HttpResponse:
    user = login_of(request)
    panels = [
        Panel(
            kind,
            kind.find(user, [service.id]).get(service.id, []),
            refused if kind is posted else kind.form(user),
        )
        for kind in starters.KINDS
    ]
    context = frame(request, service, "service_keywords", panels=panels)
    return render(request, "flows/keywords.html", context)


def _added(request: HttpRequest, service: Service, kind: StarterKind, form: Form) -> Starter | None:
    if not form.is_valid():
        return None
    try:
        return kind.add(login_of(request), service.id, form)
    except REFUSALS as refusal:
        put_on_form(form, refusal)
        return None
