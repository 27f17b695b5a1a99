"""Reading routing codes and keywords, each as far as a login may see it."""

from django.db.models import Prefetch, QuerySet

from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.roles import Area
from mep.base.errors import NotFound
from mep.base.ids import parse_id
from mep.routing.models import Keyword, RoutingCode
from mep.routing.rules import KeywordRule, parse_captures


def list_codes(user: User) -> QuerySet[RoutingCode]:
    """List the routing codes a login sees."""
    found = RoutingCode.objects.filter(account_id=user.account_id)
    visible = access.visible_ids(user, Area.ROUTING)
    return found if visible is None else found.filter(public_id__in=visible)


def with_keywords(codes: QuerySet[RoutingCode]) -> QuerySet[RoutingCode]:
    """Load the enabled keywords of routing codes, as ``enabled_keywords`` and in one query."""
    enabled = Keyword.objects.filter(enabled=True).order_by("priority", "id")
    return codes.prefetch_related(
        Prefetch("keywords", queryset=enabled, to_attr="enabled_keywords")
    )


def get_code(user: User, public_id: str) -> RoutingCode:
    """Return a routing code a login sees, by its id."""
    found = list_codes(user).filter(public_id=parse_id(public_id) or "").first()
    if found is None:
        raise NotFound(f"routing code {public_id} does not exist")
    return found


def find_code(user: User, code: str) -> RoutingCode | None:
    """Find a routing code a login sees, by the number or name itself, whatever the case."""
    return list_codes(user).filter(code__iexact=code).first()


def list_keywords(user: User) -> QuerySet[Keyword]:
    """List the keywords of the routing codes a login sees, with their code and service."""
    found = Keyword.objects.filter(account_id=user.account_id)
    visible = access.visible_ids(user, Area.ROUTING)
    if visible is not None:
        found = found.filter(routing_code__public_id__in=visible)
    return found.select_related("routing_code", "service__collection")


def visible_codes(user: User) -> frozenset[str] | None:
    """Return the numbers and names of the codes a login sees, in lower case; ``None``: all."""
    if access.visible_ids(user, Area.ROUTING) is None:
        return None
    return frozenset(code.lower() for code in list_codes(user).values_list("code", flat=True))


def rule_of(keyword: Keyword) -> KeywordRule:
    """Give a keyword as plain data; its service is loaded with it."""
    return KeywordRule(
        id=keyword.public_id,
        text=keyword.text,
        match=keyword.match,
        service_id=keyword.service.public_id,
        service_live=keyword.service.status == "live",
        whole_words=keyword.whole_words,
        priority=keyword.priority,
        kind=keyword.kind,
        interrupts=keyword.interrupts,
        captures=parse_captures(keyword.captures),
        description=keyword.description,
        enabled=keyword.enabled,
        valid_from=keyword.valid_from,
        valid_until=keyword.valid_until,
        created=keyword.pk,
    )


def name_of(keyword: Keyword) -> str:
    """Name a keyword as configured, with its % marks."""
    return KeywordRule(keyword.public_id, keyword.text, keyword.match, "").name
