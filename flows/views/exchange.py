"""Export, and import in two steps: a plan to look at, then all of it or nothing."""

import json
import secrets
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from flows import exchange, selectors
from flows.exchange import Decisions, Imported, Parcel, Plan
from flows.exchange.planning import CREATE_COLLECTION
from flows.views.opening import REFUSALS, login_of, number_of, open_collection, open_service
from flows.views.placing import places
from flows.views.service import get_version
from mep.accounts.needs import requires
from mep.accounts.roles import Area, Level
from mep.base.errors import MepError

KEPT_SECONDS = 3_600
MAX_UPLOAD_BYTES = 20_000_000


@require_safe
@requires(Area.SERVICES)
def export_service(request: HttpRequest, service_id: str) -> HttpResponse:
    """Download a service as JSON."""
    service = open_service(request, service_id)
    number = request.GET.get("version", "")
    version = get_version(service, number_of(number) or 0) if number else None
    return _download(exchange.export_service(service, version), service.name)


@require_safe
@requires(Area.SERVICES)
def export_collection(request: HttpRequest, collection_id: str) -> HttpResponse:
    """Download a collection with its services as JSON."""
    collection = open_collection(request, collection_id)
    services = selectors.list_services(login_of(request)).filter(collection=collection)
    services = services.exclude(status="archived").order_by("name")
    return _download(exchange.export_collection(collection, services), collection.name)


def _download(document: dict[str, Any], name: str) -> HttpResponse:
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    filename = f"{slugify(name) or 'service'}.json"
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Area.SERVICES, Level.USER)
def import_file(request: HttpRequest) -> HttpResponse:
    """Take a document, pasted or uploaded, and lead on to its plan."""
    context: dict[str, Any] = {
        "crumbs": [{"name": "Services", "url": reverse("services")}],
        "text": "",
        "problem": "",
    }
    if request.method == "POST":
        text = _text_of(request)
        try:
            parcel = exchange.read(text)
            exchange.plan(login_of(request), parcel)
        except REFUSALS as refusal:
            context |= {"text": text, "problem": refusal.message}
            return render(request, "flows/import.html", context)
        return redirect("import_plan", _keep(request, text))
    return render(request, "flows/import.html", context)


def _text_of(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        return request.POST.get("text", "")
    read: bytes = upload.read(MAX_UPLOAD_BYTES)
    return read.decode("utf-8-sig", "replace")


def _key(request: HttpRequest, token: str) -> str:
    return f"import:{login_of(request).pk}:{token}"


def _keep(request: HttpRequest, text: str) -> str:
    """Keep a document between the two steps, for its login alone; losing it loses nothing."""
    token = secrets.token_urlsafe(16)
    cache.set(_key(request, token), text, KEPT_SECONDS)
    return token


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Area.SERVICES, Level.USER)
def import_plan(request: HttpRequest, token: str) -> HttpResponse:
    """Show what an import would do; do it."""
    text = cache.get(_key(request, token))
    if text is None:
        messages.error(request, "The document was here for an hour. Upload it again.")
        return redirect("import")
    user, parcel = login_of(request), exchange.read(text)
    decisions = _decisions(request.POST, exchange.plan(user, parcel))
    if "do" in request.POST:
        try:
            done = exchange.carry_out(user, parcel, decisions)
        except REFUSALS as refusal:
            return _plan_page(request, parcel, decisions, refusal)
        cache.delete(_key(request, token))
        messages.success(request, _told(done))
        return _after(done)
    return _plan_page(request, parcel, decisions)


def _plan_page(
    request: HttpRequest, parcel: Parcel, decisions: Decisions, refusal: MepError | None = None
) -> HttpResponse:
    user = login_of(request)
    planned = exchange.plan(user, parcel, decisions)
    context = {
        "crumbs": [
            {"name": "Services", "url": reverse("services")},
            {"name": "Import", "url": reverse("import")},
        ],
        "parcel": parcel,
        "plan": planned,
        "places": places(user),
        "chosen": _chosen(planned),
        "refusal": refusal.message if refusal else "",
        "total": len(parcel.services),
        "creates": planned.count(exchange.Action.CREATE),
        "updates": planned.count(exchange.Action.UPDATE),
    }
    return render(request, "flows/import_plan.html", context)


def _chosen(planned: Plan) -> str:
    if planned.collection:
        return planned.collection.public_id
    return CREATE_COLLECTION if planned.new_collection else ""


def _decisions(posted: QueryDict, planned: Plan) -> Decisions:
    """Read what was chosen; what was not asked about stays as planned."""
    return Decisions(
        collection=posted.get("collection", ""),
        actions={item.place: posted.get(f"action-{item.place}", "") for item in planned.items},
        names={item.place: posted.get(f"name-{item.place}", "") for item in planned.items},
        mapped={
            (each.source, each.id): posted.get(f"ref-{each.source}-{each.id}", each.chosen)
            for each in planned.unresolved
        },
    )


def _told(done: Imported) -> str:
    made, changed = len(done.created), len(done.updated)
    words = [f"{made} service{'s' * (made != 1)} created"] if made else []
    words += [f"{changed} service{'s' * (changed != 1)} updated"] if changed else []
    return ", ".join(words) or "Nothing was left to import"


def _after(done: Imported) -> HttpResponse:
    touched = [*done.created, *done.updated]
    if len(touched) == 1:
        return redirect("service", touched[0].public_id)
    return redirect("services")
