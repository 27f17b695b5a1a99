"""What can be done to a service: publish, pause, archive, copy, delete."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from flows import authoring, copying, deleting
from flows.engine.check import has_errors
from flows.models import Service
from flows.views.forms import CopyForm
from flows.views.frame import drawing_of, frame
from flows.views.opening import (
    REFUSALS,
    login_of,
    open_service,
    put_on_form,
    require,
    tells_refusals,
)
from flows.views.placing import places
from flows.views.service import get_version
from mep.accounts.needs import requires
from mep.accounts.roles import Area, Level
from mep.base.errors import NotFound

DONE = {"live": "is live again", "paused": "paused", "archived": "archived"}
BACK = {"live": "paused", "paused": "live", "archived": "paused"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Area.SERVICES, Level.USER)
@tells_refusals
def publish(request: HttpRequest, service_id: str) -> HttpResponse:
    """Show what stands in the way of publishing; publish."""
    service = open_service(request, service_id, Level.USER)
    if request.method == "POST":
        note = request.POST.get("note", "").strip()
        version = authoring.publish(login_of(request), service, note=note)
        messages.success(request, f"Version {version.number} is live: new sessions run it")
        return redirect("service", service.public_id)
    issues = authoring.issues_of(service)
    context = frame(
        request,
        service,
        "",
        errors=[issue for issue in issues if issue.severity == "error"],
        warnings=[issue for issue in issues if issue.severity != "error"],
        may_publish=not has_errors(issues),
        next_number=(service.published.number or 0) + 1 if service.published else 1,
        **drawing_of(request, service, service.draft),
    )
    return render(request, "flows/publish.html", context)


@require_POST
@requires(Area.SERVICES, Level.USER)
@tells_refusals
def set_status(request: HttpRequest, service_id: str, status: str) -> HttpResponse:
    """Pause, resume, archive or restore a service."""
    service = open_service(request, service_id, Level.USER)
    if status not in DONE:
        raise NotFound(f"There is no state {status}")
    was_archived = service.status == Service.Status.ARCHIVED
    authoring.set_status(login_of(request), service, status)
    words = "restored" if was_archived else DONE[status]
    messages.success(request, f"{service.name} {words}", extra_tags=_undo(service, status))
    return redirect("service", service.public_id)


def _undo(service: Service, status: str) -> str:
    if service.status == Service.Status.DRAFT:
        return ""
    return f"undo:{reverse('service_status', args=[service.public_id, BACK[status]])}"


@require_POST
@requires(Area.SERVICES, Level.USER)
@tells_refusals
def restore_version(request: HttpRequest, service_id: str, number: int) -> HttpResponse:
    """Make a published version the draft."""
    service = open_service(request, service_id, Level.USER)
    version = get_version(service, number)
    authoring.restore_version(
        login_of(request), service, version, base_revision=service.draft_revision
    )
    messages.success(request, f"The draft is version {number} again. Publish it to run it")
    return redirect(f"{reverse('service', args=[service.public_id])}?show=draft")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Area.SERVICES, Level.USER)
def copy(request: HttpRequest, service_id: str) -> HttpResponse:
    """Copy a service, within its collection or into another."""
    service, user = open_service(request, service_id), login_of(request)
    first = {"name": f"{service.name} (copy)"[:255], "description": service.description,
             "collection": service.collection.public_id}  # fmt: skip
    form = CopyForm(places(user), request.POST or None, initial=first)
    made = _copied(request, service, form) if form.is_valid() else None
    if made:
        messages.success(request, f"Copied to {made.name}, as a draft")
        return redirect("service", made.public_id)
    return render(request, "flows/copy.html", frame(request, service, "", form=form))


def _copied(request: HttpRequest, service: Service, form: CopyForm) -> Service | None:
    user, given = login_of(request), form.cleaned_data
    require(user, given["collection"], Level.USER)
    try:
        return copying.copy_service(
            user,
            service,
            given["collection"],
            name=given["name"],
            description=given["description"],
            with_variables=given["variables"],
        )
    except REFUSALS as refusal:
        put_on_form(form, refusal)
        return None


@require_POST
@requires(Area.SERVICES, Level.MANAGER)
@tells_refusals
def delete(request: HttpRequest, service_id: str) -> HttpResponse:
    """Delete an archived service for good."""
    service = open_service(request, service_id, Level.MANAGER)
    deleting.delete_service(service)
    messages.success(request, f"{service.name} deleted")
    return redirect("services")
