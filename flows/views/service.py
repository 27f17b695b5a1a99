"""A service's page: what it does, how it fares, and its versions."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from flows import figures
from flows.models import Service, ServiceVersion
from flows.views.frame import drawing_of, frame
from flows.views.opening import open_service
from mep.accounts.needs import requires
from mep.accounts.roles import Area
from mep.base.errors import NotFound


@require_safe
@requires(Area.SERVICES)
def service(request: HttpRequest, service_id: str) -> HttpResponse:
    """Show what a service does and how it fares."""
    found = open_service(request, service_id)
    is_draft = found.published is None or request.GET.get("show") == "draft"
    document = found.draft if is_draft or not found.published else found.published.graph
    context = frame(
        request,
        found,
        "service",
        is_draft=is_draft,
        figures=figures.figures_of(found.account_id, [found.id])[found.id],
        **drawing_of(request, found, document),
    )
    return render(request, "flows/service.html", context)


@require_safe
@requires(Area.SERVICES)
def versions(request: HttpRequest, service_id: str) -> HttpResponse:
    """List the versions of a service, the latest first."""
    found = open_service(request, service_id)
    listed = found.versions.exclude(number=None).select_related("created_by").order_by("-number")
    waiting = dict(
        found.sessions.filter(status="waiting", sandbox=None)
        .values_list("version_id")
        .annotate(Count("id"))
    )
    rows = [(version, waiting.get(version.id, 0)) for version in listed.defer("graph")]
    return render(
        request, "flows/versions.html", frame(request, found, "service_versions", rows=rows)
    )


@require_safe
@requires(Area.SERVICES)
def version(request: HttpRequest, service_id: str, number: int) -> HttpResponse:
    """Show the graph of one version."""
    found = open_service(request, service_id)
    shown = get_version(found, number)
    drawn = drawing_of(request, found, shown.graph)
    context = frame(request, found, "service_versions", version=shown, **drawn)
    return render(request, "flows/version.html", context)


def get_version(service: Service, number: int) -> ServiceVersion:
    """Return a published version by its number."""
    found = service.versions.filter(number=number).select_related("created_by").first()
    if found is None:
        raise NotFound(f"{service.name} has no version {number}")
    return found
