"""Services: which there are."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.duration import duration_iso_string
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from flows import authoring, selectors
from flows.models import Service
from mep.accounts.needs import Need
from mep.accounts.roles import Area, Level
from mep.api.base import ApiView, login_of
from mep.api.collections import editable_collection
from mep.api.documenting import asked, describes, in_path, page_of
from mep.api.fields import StrictSerializer, TextField
from mep.api.paging import PageQuery, by_name, find_page
from mep.api.shapes import ServiceShape

TAG = "Services"
ORDER = by_name("folded_name")


class ServiceQuery(PageQuery):
    """How the list of services may be narrowed."""

    collection = serializers.CharField(required=False, max_length=16, help_text="Its ID.")
    status = serializers.ChoiceField(required=False, choices=Service.Status.values)
    search = serializers.CharField(
        required=False, max_length=255, help_text="Part of the name, description or ID."
    )


class NewService(StrictSerializer):
    """A service to be, with its first draft."""

    collection = serializers.CharField(max_length=16, help_text="ID of its collection.")
    name = TextField(max_length=255)
    description = TextField(max_length=255, default="")
    document = serializers.JSONField(required=False, help_text="The graph of its draft.")


class ServiceList(ApiView):
    """The services of the account that the login sees."""

    needs = {"GET": Need(Area.SERVICES), "POST": Need(Area.SERVICES, Level.USER)}

    @describes(
        "list_services",
        tag=TAG,
        parameters=[ServiceQuery],
        answers={200: page_of("ServicePage", ServiceShape)},
        refuses=[422],
    )
    def get(self, request: Request) -> Response:
        """List services, by name."""
        query = ServiceQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        given = query.validated_data
        found = narrowed(selectors.list_services(login_of(request)), given)
        found = found.annotate(folded_name=Lower("name"))
        page = find_page(found, ORDER, given["limit"], given.get("cursor"))
        return Response({"results": [shown(service) for service in page.rows], "next": page.next})

    @describes(
        "create_service",
        tag=TAG,
        asks=NewService,
        answers={201: ServiceShape},
        refuses=[404, 409],
        examples=[asked("Empty", {"collection": "5C0FFEE5C0F1", "name": "Welcome"})],
    )
    def post(self, request: Request) -> Response:
        """Make a service with a draft; nothing runs before it is published."""
        body = NewService(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        user = login_of(request)
        collection = editable_collection(user, given.pop("collection"))
        made = authoring.create_service(user, collection, **given)
        return Response(shown(made), status=201)


class ServiceDetail(ApiView):
    """One service."""

    needs = Need(Area.SERVICES)

    @describes(
        "get_service",
        tag=TAG,
        parameters=[in_path("service_id", "ID of the service.")],
        answers={200: ServiceShape},
        refuses=[404],
    )
    def get(self, request: Request, service_id: str) -> Response:
        """Show a service."""
        return Response(shown(selectors.get_service(login_of(request), service_id)))


def narrowed(services: QuerySet[Service], given: dict[str, Any]) -> QuerySet[Service]:
    """Apply the filters that were given."""
    if collection := given.get("collection"):
        services = services.filter(collection__public_id=collection.upper())
    if status := given.get("status"):
        services = services.filter(status=status)
    if words := given.get("search"):
        services = services.filter(
            Q(name__icontains=words)
            | Q(description__icontains=words)
            | Q(public_id__icontains=words)
        )
    return services


def shown(service: Service) -> dict[str, Any]:
    """Show a service; its collection and published version are loaded with it."""
    collection, version = service.collection, service.published
    return {
        "id": service.public_id,
        "name": service.name,
        "description": service.description,
        "collection": {"id": collection.public_id, "name": collection.name},
        "status": service.status,
        "version": version.number if version else None,
        "default_originator": service.default_originator,
        "on_reentry": service.on_reentry,
        "remove_keyword": service.remove_keyword,
        "session_lifetime": duration_iso_string(service.session_lifetime),
        "created_at": service.created_at,
        "updated_at": service.updated_at,
    }
