"""What every page of services begins with: finding things, asking for rights, telling refusals."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from flows import selectors
from flows.models import Service, ServiceCollection
from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.roles import Area, Level
from mep.base.errors import Conflict, Invalid, MepError, NotFound
from mep.base.ids import parse_id

P = ParamSpec("P")
Deed = Callable[Concatenate[HttpRequest, P], HttpResponse]
REFUSALS = (Invalid, Conflict)
MAX_DIGITS = 9


def login_of(request: HttpRequest) -> User:
    """Return the login; pages are open to nobody else."""
    assert isinstance(request.user, User)  # noqa: S101 - ``requires`` has seen to it
    return request.user


def open_service(request: HttpRequest, service_id: str, level: Level = Level.VIEWER) -> Service:
    """Return a service for somebody with a level on its collection."""
    user = login_of(request)
    service = selectors.get_service(user, service_id)
    require(user, service.collection, level)
    return service


def open_collection(
    request: HttpRequest, collection_id: str, level: Level = Level.VIEWER
) -> ServiceCollection:
    """Return a collection for somebody with a level on it."""
    user = login_of(request)
    found = selectors.list_collections(user).filter(public_id=parse_id(collection_id) or "")
    collection = found.first()
    if collection is None:
        raise NotFound(f"service collection {collection_id} does not exist")
    require(user, collection, level)
    return collection


def require(user: User, collection: ServiceCollection, level: Level) -> None:
    """Refuse somebody without a level on a collection."""
    access.check(user, Area.SERVICES, level, objects=[collection.public_id])


def rights_on(user: User, collection: ServiceCollection) -> dict[str, bool]:
    """Say which buttons a page about a collection may show."""
    objects = [collection.public_id]
    return {
        "may_edit": access.is_allowed(user, Area.SERVICES, Level.USER, objects=objects),
        "may_manage": access.is_allowed(user, Area.SERVICES, Level.MANAGER, objects=objects),
    }


def tells_refusals(view: "Deed[P]") -> "Deed[P]":
    """Have a deed that is refused told on the page it came from."""

    @wraps(view)
    def telling(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except REFUSALS as refusal:
            messages.error(request, sentence(refusal))
            return redirect(_back(request, kwargs))

    return cast("Deed[P]", telling)


def _back(request: HttpRequest, arguments: dict[str, Any]) -> str:
    service_id = arguments.get("service_id")
    return reverse("service", args=[service_id]) if service_id else reverse("services")


def number_of(text: str) -> int | None:
    """Read a number that a page was sent; nothing if it is none or too long to be ours."""
    return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else None


def sentence(refusal: MepError) -> str:
    """Write a refusal as a sentence."""
    return f"{refusal.message[:1].upper()}{refusal.message[1:]}."


def put_on_form(form: Form, refusal: MepError) -> None:
    """Show a refusal at the field it names, else above the form."""
    field = str(refusal.extra.get("field", ""))
    form.add_error(field if field in form.fields else None, sentence(refusal))
