"""Service collections: made, described, archived, deleted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from flows import authoring, deleting, selectors, shared_variables
from flows.models import ServiceCollection
from flows.views.forms import NameForm
from flows.views.opening import (
    REFUSALS,
    login_of,
    open_collection,
    put_on_form,
    rights_on,
    tells_refusals,
)
from mep.accounts.needs import requires
from mep.accounts.roles import Area, Level
from mep.base.errors import NotFound

SWITCHES = {"archived": True, "restored": False}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Area.SERVICES, Level.MANAGER)
def new_collection(request: HttpRequest) -> HttpResponse:
    """Make a collection."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _created(request, form)
        if made:
            messages.success(request, f"{made.name} created")
            return redirect("services")
    context = {"form": form, "crumbs": _crumbs()}
    return render(request, "flows/collection_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Area.SERVICES)
def collection(request: HttpRequest, collection_id: str) -> HttpResponse:
    """Show a collection with its variables; rename it."""
    level = Level.MANAGER if request.method == "POST" else Level.VIEWER
    found, user = open_collection(request, collection_id, level), login_of(request)
    first = {"name": found.name, "description": found.description}
    form = NameForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and _changed(request, found, form):
        messages.success(request, "Saved")
        return redirect("collection", found.public_id)
    context = {
        "collection": open_collection(request, collection_id),
        "form": form,
        "own": shared_variables.list_variables(found),
        "services": selectors.list_services(user).filter(collection=found).order_by("name"),
        "crumbs": _crumbs(),
        **rights_on(user, found),
    }
    return render(request, "flows/collection.html", context)


@require_POST
@requires(Area.SERVICES, Level.MANAGER)
@tells_refusals
def archive_collection(request: HttpRequest, collection_id: str, to: str) -> HttpResponse:
    """Hide a collection from lists, or show it again."""
    found = open_collection(request, collection_id, Level.MANAGER)
    if to not in SWITCHES:
        raise NotFound(f"There is no state {to}")
    archived = SWITCHES[to]
    authoring.set_collection_archived(login_of(request), found, archived=archived)
    other = "restored" if archived else "archived"
    back = reverse("collection_archive", args=[found.public_id, other])
    messages.success(request, f"{found.name} {to}", extra_tags=f"undo:{back}")
    return redirect("services")


@require_POST
@requires(Area.SERVICES, Level.MANAGER)
@tells_refusals
def delete_collection(request: HttpRequest, collection_id: str) -> HttpResponse:
    """Delete an empty collection."""
    found = open_collection(request, collection_id, Level.MANAGER)
    deleting.delete_collection(found)
    messages.success(request, f"{found.name} deleted")
    return redirect("services")


def _crumbs() -> list[dict[str, str]]:
    return [{"name": "Services", "url": reverse("services")}]


def _created(request: HttpRequest, form: NameForm) -> ServiceCollection | None:
    try:
        return authoring.create_collection(login_of(request), **form.cleaned_data)
    except REFUSALS as refusal:
        put_on_form(form, refusal)
        return None


def _changed(request: HttpRequest, found: ServiceCollection, form: NameForm) -> bool:
    try:
        authoring.change_collection(login_of(request), found, **form.cleaned_data)
    except REFUSALS as refusal:
        put_on_form(form, refusal)
        return False
    return True
