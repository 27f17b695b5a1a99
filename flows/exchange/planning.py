"""What an import would do, found out before it does anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from flows import authoring, choices, graphs, references, selectors
from flows.choices import Choice
from flows.el.values import to_text
from flows.engine.check import Issue, Known, check_graph
from flows.exchange import naming
from flows.exchange.documents import Name, Parcel, ServiceDocument
from flows.exchange.naming import Mapped
from flows.handlers import HANDLERS
from flows.models import Service, ServiceCollection
from flows.properties import check_name, check_properties, properties_of
from flows.shared_variables import check_variable
from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.roles import Area, Level
from mep.base.errors import Invalid, NotAllowed

CREATE_COLLECTION = "new"


class Action(StrEnum):
    """What becomes of one service of a document."""

    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"
    CONFLICT = "conflict"
    BROKEN = "broken"


STANDS_IN_THE_WAY = frozenset({Action.CONFLICT, Action.BROKEN})


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the login chose: by the place of a service in the document, and by reference.

    ``collection`` is a public id, or ``new`` for the document's own.
    """

    collection: str = ""
    actions: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    mapped: Mapped = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One service of a document and what becomes of it; ``existing`` is the one it replaces."""

    place: int
    document: ServiceDocument
    name: str
    action: Action
    why: str
    existing: Service | None = None
    issues: Sequence[Issue] = ()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Something that graphs name and that is not here, with what could take its place."""

    source: str
    id: str
    known_as: Name
    chosen: str
    options: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of an import. Without a collection one named ``new_collection`` is made."""

    collection: ServiceCollection | None
    new_collection: str
    items: Sequence[Item]
    unresolved: Sequence[Unresolved]

    @property
    def has_place(self) -> bool:
        """Whether new services have somewhere to go."""
        return self.collection is not None or bool(self.new_collection)

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way."""
        blocked = any(item.action in STANDS_IN_THE_WAY for item in self.items)
        creates = any(item.action is Action.CREATE for item in self.items)
        return not blocked and (self.has_place or not creates)

    def count(self, action: Action) -> int:
        """Count the services that something becomes of."""
        return sum(item.action is action for item in self.items)


def plan(user: User, parcel: Parcel, decisions: Decisions | None = None) -> Plan:
    """Find out what an import would do; changes nothing."""
    decisions = decisions or Decisions()
    collection, new_name = _target(user, parcel, decisions)
    planner = _Planner(user, collection, parcel, decisions)
    items = [planner.item(place, each) for place, each in enumerate(parcel.services)]
    unresolved = _unresolved(user, parcel, items, decisions)
    return Plan(collection, new_name, items, unresolved)


def _target(
    user: User, parcel: Parcel, decisions: Decisions
) -> tuple[ServiceCollection | None, str]:
    """Choose the collection that new services go into."""
    mine = selectors.list_collections(user)
    if decisions.collection not in ("", CREATE_COLLECTION):
        chosen = mine.filter(public_id=decisions.collection).first()
        return chosen, ""
    if parcel.collection is None:
        known = [each.id for each in parcel.services if each.id]
        service = selectors.list_services(user).filter(public_id__in=known).first()
        return (service.collection if service else None), ""
    same = mine.filter(public_id=parcel.collection.id).first()
    same = same or mine.filter(name__iexact=parcel.collection.name).first()
    if same or not access.is_allowed(user, Area.SERVICES, Level.MANAGER):
        return same, ""
    return None, check_name(parcel.collection.name)


class _Planner:
    """Decides item by item, with what it has seen of the document so far."""

    def __init__(
        self, user: User, collection: ServiceCollection | None, parcel: Parcel, decided: Decisions
    ) -> None:
        self._decided = decided
        self._user = user
        self._taken = _named_in(collection)
        self._ours = _editable(user, parcel)
        self._known = {
            source: choices.known_ids(source, user.account_id) for source in choices.SOURCES
        }
        inside = {each.id for each in parcel.services if each.id}
        self._known["services"] = self._known.get("services", frozenset()) | inside

    def item(self, place: int, document: ServiceDocument) -> Item:
        """Say what becomes of one service."""
        name = (self._decided.names.get(place) or document.name).strip()
        asked = self._decided.actions.get(place, "")
        fault = _fault(document)
        if asked == Action.SKIP:
            return Item(place, document, name, Action.SKIP, "Left out")
        if fault:
            return Item(place, document, name, Action.BROKEN, fault)
        existing = self._ours.get(document.id) if asked != Action.CREATE else None
        if existing is None and asked == Action.UPDATE:
            existing = self._taken.get(name.casefold())
        return self._update(place, document, existing) if existing else self._new(
            place, document, name
        )  # fmt: skip

    def _update(self, place: int, document: ServiceDocument, existing: Service) -> Item:
        if _is_same(existing, document):
            return Item(place, document, existing.name, Action.SKIP, "Already the same", existing)
        number = existing.published.number if existing.published else None
        stays = f"version {number} stays what runs" if number else "it was never published"
        why = f"Replaces its draft and properties; {stays}"
        issues = self._issues(document)
        return Item(place, document, existing.name, Action.UPDATE, why, existing, issues)

    def _new(self, place: int, document: ServiceDocument, name: str) -> Item:
        if not name:
            return Item(place, document, name, Action.CONFLICT, "Give it a name")
        if name.casefold() in self._taken:
            why = "There is one of this name already: give this another name, or replace that one"
            return Item(place, document, name, Action.CONFLICT, why, self._taken[name.casefold()])
        self._taken[name.casefold()] = None
        why = "A new service, as a draft"
        return Item(place, document, name, Action.CREATE, why, None, self._issues(document))

    def _issues(self, document: ServiceDocument) -> tuple[Issue, ...]:
        graph = naming.replace(document.graph, self._decided.mapped)
        return check_graph(graph, HANDLERS, Known(references=self._known))


def _named_in(collection: ServiceCollection | None) -> dict[str, Service | None]:
    if collection is None:
        return {}
    found = collection.services.select_related("published", "collection")
    return {service.name.casefold(): service for service in found}


def _editable(user: User, parcel: Parcel) -> dict[str, Service]:
    ids = [each.id for each in parcel.services if each.id]
    found = selectors.list_services(user).filter(public_id__in=ids)
    return {service.public_id: service for service in found}


def _fault(document: ServiceDocument) -> str:
    """Say what keeps a service from being stored at all, or nothing."""
    faults = authoring.faults_of(document.graph)
    if faults:
        return faults[0].message
    try:
        check_properties({**document.properties, "description": document.description})
        for each in document.variables:
            check_variable("service", each.name, to_text(each.value))
    except Invalid as error:
        return error.message
    return ""


def _is_same(service: Service, document: ServiceDocument) -> bool:
    ours = properties_of(service)
    theirs = {**ours, **document.properties, "name": document.name}
    theirs["description"] = document.description
    same_graph = graphs.canonical(service.draft) == graphs.canonical(document.graph)
    return same_graph and check_properties(ours) == check_properties(theirs)


def _unresolved(
    user: User, parcel: Parcel, items: Sequence[Item], decisions: Decisions
) -> list[Unresolved]:
    inside = {("services", each.id) for each in parcel.services}
    wanted: dict[tuple[str, str], None] = {}
    for item in items:
        if item.action in (Action.CREATE, Action.UPDATE):
            wanted.update(dict.fromkeys(sorted(references.find(item.document.graph))))
    listed = {source: choices.list_choices(user, source) for source in {key[0] for key in wanted}}
    return [
        _offer(key, parcel, listed[key[0]], decisions)
        for key in wanted
        if key not in inside and key[1] not in {choice.id for choice in listed[key[0]]}
    ]


def _offer(
    key: tuple[str, str], parcel: Parcel, options: Sequence[Choice], decisions: Decisions
) -> Unresolved:
    """Suggest what has the same name in a folder of the same name, or else the same name."""
    source, public_id = key
    known_as = parcel.references.get(source, {}).get(public_id, Name(""))
    alike = [each for each in options if each.label.casefold() == known_as.name.casefold()]
    alike.sort(key=lambda each: each.folder.casefold() != known_as.folder.casefold())
    chosen = decisions.mapped.get(key, alike[0].id if alike else "")
    return Unresolved(source, public_id, known_as, chosen, options)


def check_rights(user: User, plan: Plan) -> None:
    """Refuse a login that may not do all of a plan."""
    changed = {item.existing.collection for item in plan.items
               if item.action is Action.UPDATE and item.existing}  # fmt: skip
    if plan.collection and plan.count(Action.CREATE):
        changed.add(plan.collection)
    for collection in changed:
        access.check(user, Area.SERVICES, Level.USER, objects=[collection.public_id])
    if plan.new_collection:
        access.check(user, Area.SERVICES, Level.MANAGER)
    if not changed and not plan.new_collection and not plan.items:
        raise NotAllowed("There is nothing to import")
