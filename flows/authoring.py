"""Making services: collections, drafts, publishing, states; every facade calls these."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from flows import choices, graphs
from flows.engine.check import Issue, Known, check_graph, has_errors
from flows.handlers import HANDLERS
from flows.models import Service, ServiceCollection, ServiceVersion
from mep.accounts.models import User
from mep.base.errors import Conflict, Invalid

Status = Service.Status
NAME_CHARACTERS = 255
NOT_A_GRAPH = frozenset({"shape", "format", "size", "id", "label", "notes", "link"})
"""Rules without which a document cannot even be kept as a draft."""
PROPERTIES = (
    "name",
    "description",
    "remove_keyword",
    "default_originator",
    "default_language",
    "time_zone",
    "on_reentry",
    "session_lifetime",
    "on_error",
)


def create_collection(
    user: User, *, name: str, description: str = "", public_id: str | None = None
) -> ServiceCollection:
    """Make a folder for services."""
    collection = ServiceCollection(
        account=user.account,
        name=_checked_name(name),
        description=_checked_description(description),
        created_by=user,
        updated_by=user,
    )
    if public_id:
        collection.public_id = public_id
    _save_new(collection, f"a service collection named “{name}” already exists")
    return collection


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
    service = Service(
        account=user.account,
        collection=collection,
        name=_checked_name(name),
        description=_checked_description(description),
        draft=_storable(document),
        draft_changed_at=timezone.now(),
        created_by=user,
        updated_by=user,
        **{key: value for key, value in (properties or {}).items() if key in PROPERTIES},
    )
    _save_new(service, f"a service named “{name}” already exists in {collection.name}")
    return service


def _save_new(thing: Service | ServiceCollection, taken: str) -> None:
    try:
        with transaction.atomic():
            thing.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(taken[0].upper() + taken[1:], code="taken", field="name") from error


def _checked_name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= NAME_CHARACTERS:
        raise Invalid(f"The name must have 1–{NAME_CHARACTERS} characters", field="name")
    return name


def _checked_description(description: str) -> str:
    if len(description) > NAME_CHARACTERS:
        raise Invalid(f"The description may have {NAME_CHARACTERS} characters", field="description")
    return description.strip()


def _storable(document: Mapping[str, Any]) -> dict[str, Any]:
    """Bring a document to the form that is kept; one that is no graph at all is refused."""
    found = check_graph(document, HANDLERS)
    faults = [issue for issue in found if issue.severity == "error" and issue.rule in NOT_A_GRAPH]
    if faults:
        raise Invalid(faults[0].message, code="graph", rule=faults[0].rule, node=faults[0].node)
    return graphs.canonical(document)


def issues_of(service: Service, document: Mapping[str, Any] | None = None) -> tuple[Issue, ...]:
    """Check a service's draft, or another document in its place, against what its account has."""
    references = {
        source: choices.known_ids(source, service.account_id) for source in choices.SOURCES
    }
    known = Known(
        references=references,
        service_id=service.public_id,
        on_error_node=service.on_error.get("node", ""),
    )
    return check_graph(service.draft if document is None else document, HANDLERS, known)


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


def publish(user: User, service: Service, *, note: str = "") -> ServiceVersion:
    """Make the draft an immutable version that new sessions run; refused while it has errors."""
    with transaction.atomic():
        service = Service.objects.select_for_update(no_key=True).get(id=service.id)
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
    """Pause, resume, archive or restore a service; sessions that run go on."""
    if status == Status.LIVE and service.published_id is None:
        raise Conflict("Publish the service before it can be live", code="not_published")
    if status == Status.DRAFT:
        raise Invalid("A service that has been published is live, paused or archived")
    service.status = Status(status)
    service.updated_by = user
    service.save(update_fields=["status", "updated_by", "updated_at"])
