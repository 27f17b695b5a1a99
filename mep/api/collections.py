"""Service collections: the folders that rights on services are given on."""

from typing import Any

from django.db.models.functions import Lower
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from flows import authoring, selectors
from flows.models import ServiceCollection
from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.needs import Need
from mep.accounts.roles import Area, Level
from mep.api.base import ApiView, login_of
from mep.api.documenting import asked, describes, page_of
from mep.api.fields import StrictSerializer, TextField
from mep.api.paging import PageQuery, by_name, find_page
from mep.api.shapes import Shape
from mep.base.errors import NotFound
from mep.base.ids import parse_id

TAG = "Services"
ORDER = by_name("folded_name")
MAX_NAME_CHARACTERS = 255


class CollectionRowShape(Shape):
    """A service collection."""

    id = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    archived = serializers.BooleanField()


class NewCollection(StrictSerializer):
    """A service collection to be."""

    name = TextField(max_length=MAX_NAME_CHARACTERS)
    description = TextField(max_length=MAX_NAME_CHARACTERS, default="")


class CollectionList(ApiView):
    """The service collections that the login sees."""

    needs = {"GET": Need(Area.SERVICES), "POST": Need(Area.SERVICES, Level.MANAGER)}

    @describes(
        "list_service_collections",
        tag=TAG,
        parameters=[PageQuery],
        answers={200: page_of("ServiceCollectionPage", CollectionRowShape)},
        refuses=[422],
    )
    def get(self, request: Request) -> Response:
        """List service collections, by name."""
        query = PageQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        given = query.validated_data
        found = selectors.list_collections(login_of(request)).annotate(folded_name=Lower("name"))
        page = find_page(found, ORDER, given["limit"], given.get("cursor"))
        return Response({"results": [_shown(row) for row in page.rows], "next": page.next})

    @describes(
        "create_service_collection",
        tag=TAG,
        asks=NewCollection,
        answers={201: CollectionRowShape},
        refuses=[409],
        examples=[asked("A collection", {"name": "Tea Club"})],
    )
    def post(self, request: Request) -> Response:
        """Make a service collection."""
        body = NewCollection(data=request.data)
        body.is_valid(raise_exception=True)
        made = authoring.create_collection(login_of(request), **body.validated_data)
        return Response(_shown(made), status=201)


def editable_collection(user: User, public_id: str) -> ServiceCollection:
    """Return a collection in which a login may make and change services."""
    found = selectors.list_collections(user).filter(public_id=parse_id(public_id) or "").first()
    if found is None:
        raise NotFound(f"service collection {public_id} does not exist", field="collection")
    access.check(user, Area.SERVICES, Level.USER, objects=[found.public_id])
    return found


def _shown(collection: ServiceCollection) -> dict[str, Any]:
    return {
        "id": collection.public_id,
        "name": collection.name,
        "description": collection.description,
        "archived": collection.archived,
    }
