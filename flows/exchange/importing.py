"""Carrying out a plan: all of it, or nothing."""

from dataclasses import dataclass, field

from django.db import transaction

from flows import authoring, shared_variables
from flows.exchange import naming
from flows.exchange.documents import CollectionDocument, Parcel, Variable
from flows.exchange.planning import (
    STANDS_IN_THE_WAY,
    Action,
    Decisions,
    Item,
    Plan,
    check_rights,
    plan,
)
from flows.models import Service, ServiceCollection
from flows.shared_variables import Owner
from mep.accounts.models import User
from mep.base.errors import Conflict
from mep.base.ids import ID_LENGTH, MAX_ID_LENGTH, new_id, parse_id

SHORTEST_KEPT_ID = ID_LENGTH - 2


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made and changed."""

    collection: ServiceCollection | None
    created: list[Service] = field(default_factory=list)
    updated: list[Service] = field(default_factory=list)


@transaction.atomic
def carry_out(user: User, parcel: Parcel, decisions: Decisions) -> Imported:
    """Plan anew and do it; raises Conflict while anything stands in the way."""
    planned = plan(user, parcel, decisions)
    check_rights(user, planned)
    if not planned.is_ready:
        raise Conflict(_obstacle(planned), code="import")
    collection = planned.collection
    if planned.new_collection and parcel.collection:
        collection = _new_collection(user, parcel.collection)
    if collection and parcel.collection:
        _add_variables(collection, parcel.collection.variables)
    return _services(user, planned, collection)


def _obstacle(planned: Plan) -> str:
    for item in planned.items:
        if item.action in STANDS_IN_THE_WAY:
            return f"{item.name or 'A service without a name'}: {item.why}"
    return "Choose the collection that the services go into"


def _new_collection(user: User, document: CollectionDocument) -> ServiceCollection:
    taken = ServiceCollection.objects.filter(public_id=document.id).exists()
    return authoring.create_collection(
        user,
        name=document.name,
        description=document.description,
        public_id=None if taken else _kept_id(document.id),
    )


def _kept_id(public_id: str) -> str | None:
    """Return an id that may live on here: at least as long as ours, and in our form."""
    is_long = SHORTEST_KEPT_ID <= len(public_id) <= MAX_ID_LENGTH
    return public_id if is_long and parse_id(public_id) == public_id else None


def _services(user: User, planned: Plan, collection: ServiceCollection | None) -> Imported:
    done = Imported(collection)
    ids = {item.place: _id_of(item) for item in planned.items if item.action is Action.CREATE}
    mapped = {(each.source, each.id): each.chosen for each in planned.unresolved}
    for item in planned.items:
        new = ids.get(item.place) or (item.existing.public_id if item.existing else "")
        if item.document.id and new:
            mapped["services", item.document.id] = new
    for item in planned.items:
        graph = naming.replace(item.document.graph, mapped) if _is_done(item) else {}
        if item.action is Action.CREATE and collection:
            done.created.append(_create(user, collection, item, graph, ids[item.place]))
        elif item.action is Action.UPDATE and item.existing:
            done.updated.append(_update(user, item.existing, item, graph))
    return done


def _is_done(item: Item) -> bool:
    return item.action in (Action.CREATE, Action.UPDATE)


def _id_of(item: Item) -> str:
    kept = _kept_id(item.document.id)
    taken = kept and Service.objects.filter(public_id=kept).exists()
    return new_id() if taken or not kept else kept


def _create(
    user: User,
    collection: ServiceCollection,
    item: Item,
    graph: dict[str, object],
    public_id: str,
) -> Service:
    service = authoring.create_service(
        user,
        collection,
        name=item.name,
        description=item.document.description,
        document=graph,
        properties=item.document.properties,
    )
    service.public_id = public_id
    service.save(update_fields=["public_id"])
    _add_variables(service, item.document.variables)
    return service


def _update(user: User, service: Service, item: Item, graph: dict[str, object]) -> Service:
    authoring.save_draft(user, service, graph, base_revision=service.draft_revision)
    named = {"name": item.document.name or service.name, "description": item.document.description}
    authoring.change_properties(user, service, {**item.document.properties, **named})
    _add_variables(service, item.document.variables)
    return service


def _add_variables(owner: Owner, variables: tuple[Variable, ...]) -> None:
    """Set the variables that an owner does not have yet; values that are in use stay."""
    for each in variables:
        if shared_variables.find_variable(owner, each.name) is None:
            shared_variables.set_variable(owner, each.name, each.value, constant=each.constant)
