"""The rows of the services list: found, filtered, and filled in with few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils.safestring import SafeString

from flows import changes, figures, selectors, starters
from flows.figures import Figures
from flows.models import Service, ServiceCollection
from flows.starters import Starter
from flows.views.sparkline import sparkline
from mep.accounts.models import User

SHOWN_STARTERS = 3
TEXTS = """(
    SELECT string_agg(texts #>> '{}', ' ') FROM (
        SELECT jsonb_path_query("flows_service"."draft",
            '$.nodes[*].settings.** ? (@.type() == "string")') AS texts
        UNION ALL SELECT jsonb_path_query("flows_service"."draft", '$.nodes[*].label')
        UNION ALL SELECT jsonb_path_query("flows_service"."draft", '$.nodes[*].notes')
    ) AS found
)"""
"""All texts that somebody wrote into a draft's handlers."""
TABS = {
    "all": "All",
    "live": "Live",
    "problems": "With problems",
    "changed": "Unpublished changes",
}
TRIGGERS = {"invoke": "API", "service": "Another service", "broadcast": "Broadcast"}


@dataclass(frozen=True, slots=True)
class Row:
    """A service as the list shows it."""

    service: Service
    figures: Figures
    starters: Sequence[Starter]
    changes: int

    @property
    def shown_starters(self) -> Sequence[Starter]:
        """The first of what starts it."""
        return self.starters[:SHOWN_STARTERS]

    @property
    def more_starters(self) -> int:
        """How many are left out."""
        return max(0, len(self.starters) - SHOWN_STARTERS)

    @property
    def triggers(self) -> str:
        """What started it lately, besides keywords, in words."""
        return ", ".join(words for key, words in TRIGGERS.items() if key in self.figures.triggers)

    @property
    def trend(self) -> SafeString | str:
        """The last day as a small line."""
        return sparkline(self.figures.hourly, "bad" if self.figures.failed_lately else "ok")

    def is_in(self, tab: str) -> bool:
        """Whether a tab of the list has this row."""
        if tab == "live":
            return self.service.status == Service.Status.LIVE
        if tab == "problems":
            return bool(self.figures.failed_lately)
        return tab != "changed" or bool(self.changes and self.service.published_id)


@dataclass(frozen=True, slots=True)
class Group:
    """A collection with its rows."""

    collection: ServiceCollection
    rows: list[Row] = field(default_factory=list)


def rows_of(user: User, words: str = "", *, archived: bool = False) -> list[Row]:
    """Make the rows a login sees, those that fit the words searched for."""
    found = list(_services(user, archived=archived).annotate(**_texts(words)))
    triggers = starters.starters_of(user, [service.id for service in found])
    kept = [each for each in found if _fits(each, triggers[each.id], words.casefold())]
    counted = figures.figures_of(user.account_id, [service.id for service in kept])
    changed = _changes([each.id for each in kept if each.is_changed])  # type: ignore[attr-defined]
    return [
        Row(
            service=each,
            figures=counted[each.id],
            starters=[starter for starter in triggers[each.id] if starter.enabled],
            changes=changed.get(each.id, 0),
        )
        for each in kept
    ]


def groups_of(collections: Iterable[ServiceCollection], rows: Iterable[Row]) -> list[Group]:
    """Sort rows into their collections."""
    groups = {collection.id: Group(collection) for collection in collections}
    for row in rows:
        if row.service.collection_id in groups:
            groups[row.service.collection_id].rows.append(row)
    return list(groups.values())


def _services(user: User, *, archived: bool) -> QuerySet[Service]:
    found = selectors.list_services(user).select_related("collection", "published", "updated_by")
    if not archived:
        found = found.exclude(status=Service.Status.ARCHIVED)
    return (
        found.annotate(is_changed=~changes.IS_PUBLISHED)
        .defer("draft", "published__graph")
        .order_by(Lower("collection__name"), Lower("name"), "id")
    )


def _texts(words: str) -> dict[str, RawSQL]:
    return {"texts": RawSQL(TEXTS, [], output_field=TextField())} if words else {}  # noqa: S611 - a constant


def _fits(service: Service, found: Iterable[Starter], words: str) -> bool:
    if not words:
        return True
    texts = [service.name, service.public_id, service.description, service.collection.name]
    texts += [f"{starter.label} {starter.description}" for starter in found]
    texts.append(getattr(service, "texts", None) or "")
    return any(words in text.casefold() for text in texts)


def _changes(service_ids: Sequence[int]) -> dict[int, int]:
    if not service_ids:
        return {}
    found = Service.objects.filter(id__in=service_ids).select_related("published")
    return {service.id: changes.count_unpublished(service) for service in found}
