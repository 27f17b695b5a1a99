"""The properties of a service."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from flows import authoring
from flows.models import Service, ServiceCollection
from flows.views.forms import PropertiesForm
from flows.views.frame import frame
from flows.views.opening import REFUSALS, login_of, open_service, put_on_form, require
from flows.views.placing import places
from mep.accounts.needs import requires
from mep.accounts.roles import Area, Level

FIELD_OF = {"session_lifetime": "lifetime", "on_error": "error_message"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Area.SERVICES)
def properties(request: HttpRequest, service_id: str) -> HttpResponse:
    """Show and change the properties of a service."""
    level = Level.USER if request.method == "POST" else Level.VIEWER
    service = open_service(request, service_id, level)
    collections = places(login_of(request), service.collection)
    form = PropertiesForm(service, collections, request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(request, service, form):
        messages.success(request, "Saved")
        return redirect("service_properties", service.public_id)
    shown = open_service(request, service_id)
    context = frame(request, shown, "service_properties", form=form)
    return render(request, "flows/properties.html", context)


def _changed(request: HttpRequest, service: Service, form: PropertiesForm) -> bool:
    """Store what the form says, all of it or nothing."""
    user, collection = login_of(request), form.cleaned_data["collection"]
    try:
        with transaction.atomic():
            if collection != service.collection:
                _move(request, service, collection)
            authoring.change_properties(user, service, form.properties())
    except REFUSALS as refusal:
        field = str(refusal.extra.get("field", ""))
        refusal.extra["field"] = FIELD_OF.get(field, field)
        put_on_form(form, refusal)
        return False
    return True


def _move(request: HttpRequest, service: Service, collection: ServiceCollection) -> None:
    user, before = login_of(request), service.collection
    require(user, collection, Level.USER)
    authoring.move_service(user, service, collection)
    messages.warning(
        request,
        f"Moved to {collection.name}. It now sees that collection\u2019s variables,"
        f" not those of {before.name}",
    )
