"""Making services: collections, drafts, publishing, states; every facade calls these."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from flows import choices, graphs, references, starters, usage
from flows.engine.check import Issue, Known, check_graph, has_errors
from flows.handlers import HANDLERS
from flows.models import Service, ServiceCollection, ServiceVersion
from flows.properties import check_description, check_name, check_properties
from mep.accounts.models import User
from mep.base.errors import Conflict, Invalid

Status = Service.Status
MAX_NOTE_CHARACTERS = 2_000
NOT_A_GRAPH = frozenset({"shape", "format", "size", "id", "label", "notes", "link"})
"""Rules without which a document cannot even be kept as a draft."""
STEPS: dict[str, tuple[str, ...]] = {
    Status.DRAFT: (Status.ARCHIVED,),
    Status.LIVE: (Status.LIVE, Status.PAUSED, Status.ARCHIVED),
    Status.PAUSED: (Status.PAUSED, Status.LIVE, Status.ARCHIVED),
    Status.ARCHIVED: (Status.ARCHIVED, Status.PAUSED),
}
"""Which status may follow which; the first version makes a draft live."""


def create_collection(
    user: User, *, name: str, description: str = "", public_id: str | None = None
) -> ServiceCollection:
    """Make a folder for services."""
    collection = ServiceCollection(
        account=user.account,
        name=check_name(name),
        description=check_description(description),
        created_by=user,
        updated_by=user,
    )
    if public_id:
        collection.public_id = public_id
    _save_once(collection, f"A service collection named “{name}” already exists")
    return collection


def change_collection(
    user: User, collection: ServiceCollection, *, name: str, description: str
) -> None:
    """Rename a collection and describe it anew."""
    collection.name = check_name(name)
    collection.description = check_description(description)
    collection.updated_by = user
    taken = f"A service collection named “{name}” already exists"
    _save_once(collection, taken, ["name", "description"])


def set_collection_archived(user: User, collection: ServiceCollection, *, archived: bool) -> None:
    """Hide a collection from lists or show it again; its services go on."""
    collection.archived = archived
    collection.updated_by = user
    collection.save(update_fields=["archived", "updated_by", "updated_at"])


def create_service(
    user: User,
    collection: ServiceCollection,
    *,
    name: str,
    description: str = "",
    document: Mapping[str, Any] = graphs.EMPTY,
    properties: Mapping[str, Any] | None = None,
) -> Service:
    """Make a service with a draft, which may still have problems: publishing looks for them."""
    checked = check_properties({**(properties or {}), "name": name, "description": description})
    service = Service(
        account=user.account,
        collection=collection,
        draft=_storable(document),
        draft_changed_at=timezone.now(),
        created_by=user,
        updated_by=user,
        **checked,
    )
    _save_once(service, _taken(checked["name"], collection))
    return service


def change_properties(user: User, service: Service, given: Mapping[str, Any]) -> None:
    """Change some properties; raises Invalid or Conflict naming the field."""
    checked = check_properties(given)
    for name, value in checked.items():
        setattr(service, name, value)
    service.updated_by = user
    _save_once(service, _taken(service.name, service.collection), checked)


def move_service(user: User, service: Service, collection: ServiceCollection) -> None:
    """Put a service into another collection, whose variables it sees from now on."""
    service.collection = collection
    service.updated_by = user
    _save_once(service, _taken(service.name, collection), ["collection"])


def _taken(name: str, collection: ServiceCollection) -> str:
    return f"A service named “{name}” already exists in {collection.name}"


def _save_once(
    thing: Service | ServiceCollection, taken: str, changed: Iterable[str] | None = None
) -> None:
    """Insert something, or store what changed of it, unless its name is taken."""
    fields = None if changed is None else [*changed, "updated_by", "updated_at"]
    try:
        with transaction.atomic():
            thing.save(force_insert=fields is None, update_fields=fields)
    except IntegrityError as error:
        raise Conflict(taken, code="taken", field="name") from error


def faults_of(document: Mapping[str, Any]) -> list[Issue]:
    """Find what keeps a document from being stored at all, even as a draft."""
    found = check_graph(document, HANDLERS)
    return [issue for issue in found if issue.severity == "error" and issue.rule in NOT_A_GRAPH]


def _storable(document: Mapping[str, Any]) -> dict[str, Any]:
    """Bring a document to the form that is kept; one that is no graph at all is refused."""
    faults = faults_of(document)
    if faults:
        raise Invalid(faults[0].message, code="graph", rule=faults[0].rule, node=faults[0].node)
    return graphs.canonical(document)


def issues_of(service: Service, document: Mapping[str, Any] | None = None) -> tuple[Issue, ...]:
    """Check a service's draft, or another document in its place, against what its account has."""
    shown = service.draft if document is None else document
    known_ids = {
        source: choices.known_ids(source, service.account_id) for source in choices.SOURCES
    }
    known = Known(
        references=known_ids,
        service_id=service.public_id,
        calls=references.calls_from(service.account_id, shown),
        on_error_node=service.on_error.get("node", ""),
        is_triggered=_is_triggered(service),
    )
    return check_graph(shown, HANDLERS, known)


def _is_triggered(service: Service) -> bool:
    """Whether anything starts a service, or something once did, as Invoke Service does."""
    found = starters.starters_of(None, [service.id])[service.id]
    return any(starter.enabled for starter in found) or service.sessions.exists()


def save_draft(
    user: User, service: Service, document: Mapping[str, Any], *, base_revision: int
) -> int:
    """Replace the draft if nobody changed it meanwhile; return the new revision."""
    changed = Service.objects.filter(id=service.id, draft_revision=base_revision).update(
        draft=_storable(document),
        draft_revision=base_revision + 1,
        draft_changed_at=timezone.now(),
        updated_by=user,
        updated_at=timezone.now(),
    )
    if not changed:
        raise Conflict("Somebody else has changed this draft meanwhile", code="stale")
    service.refresh_from_db()
    return service.draft_revision


def restore_version(
    user: User, service: Service, version: ServiceVersion, *, base_revision: int
) -> int:
    """Make a published version the draft again; return the new revision."""
    return save_draft(user, service, version.graph, base_revision=base_revision)


def publish(user: User, service: Service, *, note: str = "") -> ServiceVersion:
    """Make the draft an immutable version that new sessions run; refused while it has errors."""
    if len(note) > MAX_NOTE_CHARACTERS:
        raise Invalid(f"The note may have {MAX_NOTE_CHARACTERS:,} characters", field="note")
    with transaction.atomic():
        service = Service.objects.select_for_update(no_key=True).get(id=service.id)
        if service.status == Status.ARCHIVED:
            raise Conflict("Restore the service before you publish it", code="archived")
        issues = issues_of(service)
        if has_errors(issues):
            errors = [asdict(issue) for issue in issues if issue.severity == "error"]
            raise Invalid(issues[0].message, code="graph", issues=errors)
        version = ServiceVersion.objects.create(
            service=service,
            number=_next_number(service),
            graph=service.draft,
            on_error=service.on_error,
            writes=sorted(graphs.writes_shared(service.draft)),
            note=note,
            created_by=user,
        )
        service.published = version
        if service.status == Status.DRAFT:
            service.status = Status.LIVE
        service.updated_by = user
        service.save(update_fields=["published", "status", "updated_by", "updated_at"])
    return version


def _next_number(service: Service) -> int:
    latest = service.versions.exclude(number=None).order_by("-number").first()
    return (latest.number or 0) + 1 if latest else 1


def set_status(user: User, service: Service, status: str) -> None:
    """Pause, resume, archive or restore a service; sessions that run go on.

    One that is archived is restored paused. One that is still used cannot be archived.
    """
    if status not in STEPS[Status(service.status)]:
        raise Conflict(_no_step(service, status), code="status")
    if status in (Status.LIVE, Status.PAUSED) and service.published_id is None:
        status = Status.DRAFT
    if status == Status.ARCHIVED:
        _refuse_if_used(user, service)
    service.status = Status(status)
    service.updated_by = user
    service.save(update_fields=["status", "updated_by", "updated_at"])


def _no_step(service: Service, status: str) -> str:
    if service.status == Status.DRAFT:
        return "Publish the service before it can be live"
    if service.status == Status.ARCHIVED:
        return "Restore the service first"
    return f"A {service.status} service cannot become {status}"


def _refuse_if_used(user: User, service: Service) -> None:
    uses = usage.uses_of(user, service)
    if uses:
        message = f"{service.name} is still used by {', '.join(uses)}"
        raise Conflict(message, code="in_use", uses=uses)
