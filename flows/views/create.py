"""Making a service from a blueprint: choose one, fill it in, look at it, create it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from flows import authoring, choices, starters
from flows.blueprints import Blueprint, find_blueprint, list_blueprints
from flows.models import Service
from flows.views.forms import PlaceForm
from flows.views.frame import graph_of
from flows.views.opening import REFUSALS, login_of, put_on_form, require
from flows.views.placing import places
from flows.views.thumbnail import thumbnail
from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.needs import requires
from mep.accounts.roles import Area, Level
from mep.base.errors import MepError, NotFound

CONNECT = "connect"


class FillForm(PlaceForm):
    """A name, a place, and what the blueprint asks for."""

    def __init__(self, user: User, blueprint: Blueprint, data: Any = None, **more: Any) -> None:  # noqa: ANN401 - of Django
        super().__init__(places(user), data, **more)
        self.order_fields(["name", "collection", "description"])
        for each in blueprint.fields:
            self.fields[f"b-{each.key}"] = _field(user, each)

    def values(self) -> dict[str, str]:
        """Return what the holes of the blueprint are filled with."""
        given = self.cleaned_data
        return {name[2:]: str(value) for name, value in given.items() if name.startswith("b-")}

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields that the blueprint asks for."""
        return [self[name] for name in self.fields if name.startswith("b-")]


@require_safe
@requires(Area.SERVICES, Level.USER)
def new_service(request: HttpRequest) -> HttpResponse:
    """Show the blueprints to choose from."""
    context = {
        "blueprints": [(each, thumbnail(each.document)) for each in list_blueprints()],
        "collection_id": request.GET.get("collection", ""),
        "crumbs": _crumbs(),
        **_where(login_of(request)),
    }
    return render(request, "flows/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Area.SERVICES, Level.USER)
def fill(request: HttpRequest, blueprint_id: str) -> HttpResponse:
    """Fill in a blueprint, look at what it gives, and create a service from it."""
    blueprint = find_blueprint(blueprint_id)
    if blueprint is None:
        raise NotFound(f"There is no template {blueprint_id}")
    user = login_of(request)
    form = FillForm(user, blueprint, request.POST or None, initial=_first(request, blueprint))
    connect = _connect_forms(user, request)
    if request.method == "POST" and _is_whole(request, form, connect) and not _is_preview(request):
        service = _create(request, blueprint, form, connect)
        if service:
            return redirect("service", service.public_id)
    context = {
        "blueprint": blueprint,
        "form": form,
        "connect": connect,
        "wants_connect": CONNECT in request.POST,
        **graph_of(user, _filled(blueprint, form)),
        "crumbs": [*_crumbs(), {"name": "New service", "url": reverse("service_new")}],
        **_where(user),
    }
    return render(request, "flows/fill.html", context)


def _crumbs() -> list[dict[str, str]]:
    return [{"name": "Services", "url": reverse("services")}]


def _where(user: User) -> dict[str, Any]:
    return {
        "has_places": places(user).exists(),
        "may_manage": access.is_allowed(user, Area.SERVICES, Level.MANAGER),
    }


def _field(user: User, each: Any) -> forms.Field:  # noqa: ANN401 - a field of a blueprint
    """Make the form field for something a blueprint asks for."""
    told: dict[str, Any] = {"label": each.label, "help_text": each.help, "initial": each.default}
    if each.type == "subscription":
        return forms.ChoiceField(choices=_subscriptions(user), required=False, **told)
    if each.type == "url":
        return forms.CharField(max_length=2_000, **told)
    if each.type == "word":
        return forms.CharField(max_length=40, **told)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), max_length=4_000, **told)


def _subscriptions(user: User) -> list[tuple[str, str]]:
    found = choices.list_choices(user, "subscriptions")
    named = [(each.id, f"{each.label} ({each.folder})") for each in found]
    return [("", "Choose later"), *named]


def _first(request: HttpRequest, blueprint: Blueprint) -> dict[str, str]:
    name = "" if blueprint.id == "custom" else blueprint.name
    return {"name": name, "collection": request.GET.get("collection", "")}


def _connect_forms(user: User, request: HttpRequest) -> list[tuple[Any, forms.Form]]:
    """Give the forms that let something start the service at once; filled if that is wanted."""
    data = request.POST if CONNECT in request.POST else None
    found = [(kind, kind.form(user, data, prefix=kind.kind)) for kind in starters.KINDS]
    return [(kind, form) for kind, form in found if form is not None]


def _is_preview(request: HttpRequest) -> bool:
    return "preview" in request.POST


def _is_whole(request: HttpRequest, form: FillForm, connect: list[tuple[Any, forms.Form]]) -> bool:
    wanted = CONNECT in request.POST
    return form.is_valid() and (not wanted or all(each.is_valid() for _, each in connect))


def _create(
    request: HttpRequest,
    blueprint: Blueprint,
    form: FillForm,
    connect: list[tuple[Any, forms.Form]],
) -> Service | None:
    """Create the service, and publish and connect it if that is wanted: all of it or nothing."""
    user, given = login_of(request), form.cleaned_data
    require(user, given["collection"], Level.USER)
    at: forms.Form = form
    try:
        with transaction.atomic():
            service = authoring.create_service(
                user,
                given["collection"],
                name=given["name"],
                description=given["description"],
                document=blueprint.fill(form.values()),
                properties=blueprint.properties,
            )
            words = f"{service.name} created, as a draft"
            if CONNECT in request.POST and connect:
                kind, at = connect[0]
                starter = kind.add(user, service.id, at)
                at = form
                authoring.publish(user, service, note=f"Made from {blueprint.name}")
                words = (
                    f"{service.name} is live: text {starter.label.strip('%')} to {starter.place}"
                )
    except REFUSALS as refusal:
        put_on_form(at, _in_words(refusal))
        return None
    except ValueError as refusal:
        form.add_error(f"b-{refusal.args[0]}", f"This {refusal.args[1]}.")
        return None
    messages.success(request, words)
    return service


def _in_words(refusal: MepError) -> MepError:
    """Say every problem that keeps a service from being published."""
    issues = refusal.extra.get("issues")
    if isinstance(issues, list) and issues:
        refusal.message = "It cannot be published yet. " + ". ".join(
            str(issue["message"]) for issue in issues
        )
    return refusal


def _filled(blueprint: Blueprint, form: FillForm) -> dict[str, Any]:
    """Fill the blueprint with what the form has, as far as it fits."""
    values = form.values() if form.is_bound and form.is_valid() else {}
    try:
        return blueprint.fill(values)
    except ValueError:
        return blueprint.fill({})
