"""The shared variables of a service and of its collection: shown, set, deleted, brought back."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from flows import shared_variables
from flows.models import Service
from flows.shared_variables import Owner
from flows.views.frame import frame
from flows.views.opening import open_collection, open_service, tells_refusals
from mep.accounts.needs import requires
from mep.accounts.roles import Area, Level
from mep.base.errors import NotFound
from mep.base.ids import parse_id

SALT = "flows.variables.undo"
UNDO_SECONDS = 3_600
SERVICE, COLLECTION = "service", "collection"


@require_safe
@requires(Area.SERVICES)
def variables(request: HttpRequest, service_id: str) -> HttpResponse:
    """Show the variables that a service shares among its end users."""
    service = open_service(request, service_id)
    context = frame(
        request,
        service,
        "service_variables",
        own=shared_variables.list_variables(service),
        collection_own=shared_variables.list_variables(service.collection),
    )
    return render(request, "flows/variables.html", context)


@require_POST
@requires(Area.SERVICES, Level.USER)
@tells_refusals
def set_variable(request: HttpRequest, owner: str, owner_id: str) -> HttpResponse:
    """Create or change a variable."""
    found = _open(request, owner, owner_id)
    name, value = request.POST.get("name", "").strip(), request.POST.get("value", "")
    before = shared_variables.find_variable(found, name)
    text = shared_variables.text_of(before) if before else None
    undo = _undo(found, name, text, constant=bool(before and before.constant))
    shared_variables.set_variable(found, name, value, constant="constant" in request.POST)
    full_name = f"{shared_variables.scope_of(found)}.{name}"
    messages.success(request, f"{full_name} saved", extra_tags=undo)
    return redirect(_page_of(request, found))


@require_POST
@requires(Area.SERVICES, Level.USER)
@tells_refusals
def delete_variable(request: HttpRequest, owner: str, owner_id: str) -> HttpResponse:
    """Delete a variable."""
    found = _open(request, owner, owner_id)
    gone = shared_variables.delete_variable(found, request.POST.get("name", ""))
    full_name = f"{shared_variables.scope_of(found)}.{gone.name}"
    undo = _undo(found, gone.name, gone.text, constant=gone.constant)
    messages.success(request, f"{full_name} deleted", extra_tags=undo)
    return redirect(_page_of(request, found))


@require_POST
@requires(Area.SERVICES, Level.USER)
@tells_refusals
def undo(request: HttpRequest, owner: str, owner_id: str, token: str) -> HttpResponse:
    """Give a variable back the value it had."""
    found = _open(request, owner, owner_id)
    try:
        name, text, constant, was_of = signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature as error:
        raise NotFound("That is too long ago to undo") from error
    if was_of != found.public_id:
        raise NotFound("That was another service's variable")
    if text is None:
        shared_variables.delete_variable(found, name)
    else:
        shared_variables.set_variable(found, name, text, constant=constant)
    messages.success(request, f"{shared_variables.scope_of(found)}.{name} is as it was")
    return redirect(_page_of(request, found))


def _open(request: HttpRequest, owner: str, owner_id: str) -> Owner:
    if owner == SERVICE:
        return open_service(request, owner_id, Level.USER)
    return open_collection(request, owner_id, Level.USER)


def _kind(owner: Owner) -> str:
    return SERVICE if isinstance(owner, Service) else COLLECTION


def _undo(owner: Owner, name: str, text: str | None, *, constant: bool) -> str:
    """Name the address that gives a variable back what it had; without a text it had nothing."""
    token = signing.dumps([name, text, constant, owner.public_id], salt=SALT)
    return f"undo:{reverse('variable_undo', args=[_kind(owner), owner.public_id, token])}"


def _page_of(request: HttpRequest, owner: Owner) -> str:
    """Return to the page the form stood on: a collection's variables show on its services too."""
    service_id = parse_id(request.POST.get("on_page_of", ""))
    if service_id:
        return reverse("service_variables", args=[service_id])
    if isinstance(owner, Service):
        return reverse("service_variables", args=[owner.public_id])
    return reverse("collection", args=[owner.public_id])
