"""Areas, levels, other roles and access lists: what can be granted, as plain data."""

from enum import IntEnum

from django.db.models import TextChoices


class Area(TextChoices):
    """A part of the product that main roles are given for."""

    SERVICES = "services"
    ROUTING = "routing"
    SUBSCRIPTIONS = "subscriptions"
    BROADCASTS = "broadcasts"
    SYSTEM = "system"
    SECURITY = "security"
    CONTENT = "content"
    CONSOLE = "console"
    STATISTICS = "statistics"
    UTILITIES = "utilities"


class Level(IntEnum):
    """How much a main role allows; each level includes the lower ones."""

    NONE = 0
    VIEWER = 1
    USER = 2
    MANAGER = 3


class OtherRole(TextChoices):
    """A switch beside the main roles; the label is its documented name."""

    INVOKE_SERVICE = "invoke_service", "Invoke Service API"
    INJECT_MESSAGE = "inject_message", "HTTP Inject API user"
    SUBSCRIPTION_API = "subscription_api", "HTTP Subscription API user"
    USER_DETAILS = "user_details", "View and download user details"
    AUDIT_VIEWER = "audit_viewer", "Audit viewer"
    ERASE_DATA = "erase_data", "Erase personal data"
    APPROVE_BROADCASTS = "approve_broadcasts", "Approve broadcasts"


class AccessList(TextChoices):
    """A list that says on which objects a login's main roles work."""

    SERVICE_COLLECTIONS = "service_collections"
    SUBSCRIPTION_COLLECTIONS = "subscription_collections"
    ROUTING_CODES = "routing_codes"
    BROADCAST_TYPES = "broadcast_types"
    GATEWAY_ACCOUNTS = "gateway_accounts"
    CONTENT_COLLECTIONS = "content_collections"
    STATISTICS = "statistics"


EVERYTHING = "*"
"""Stands in an access list for all objects, those to come included."""

LEVELS: dict[Area, tuple[Level, ...]] = {
    **dict.fromkeys(Area, (Level.VIEWER, Level.USER, Level.MANAGER)),
    Area.SECURITY: (Level.USER, Level.MANAGER),
    Area.CONSOLE: (Level.VIEWER,),
}

LIST_OF_AREA: dict[Area, AccessList] = {
    Area.SERVICES: AccessList.SERVICE_COLLECTIONS,
    Area.SUBSCRIPTIONS: AccessList.SUBSCRIPTION_COLLECTIONS,
    Area.ROUTING: AccessList.ROUTING_CODES,
    Area.CONTENT: AccessList.CONTENT_COLLECTIONS,
    Area.BROADCASTS: AccessList.BROADCAST_TYPES,
    Area.SYSTEM: AccessList.GATEWAY_ACCOUNTS,
    Area.STATISTICS: AccessList.STATISTICS,
}

MANAGED_BY: dict[AccessList, Area] = {
    AccessList.SERVICE_COLLECTIONS: Area.SERVICES,
    AccessList.SUBSCRIPTION_COLLECTIONS: Area.SUBSCRIPTIONS,
    AccessList.ROUTING_CODES: Area.ROUTING,
    AccessList.CONTENT_COLLECTIONS: Area.CONTENT,
    AccessList.BROADCAST_TYPES: Area.SYSTEM,
    AccessList.GATEWAY_ACCOUNTS: Area.SYSTEM,
    AccessList.STATISTICS: Area.STATISTICS,
}
"""Whose Managers have everything on a list without being given it."""

MAIN_ROLES: dict[str, tuple[Area, Level]] = {
    f"{area.value} {level.name}".lower(): (area, level)
    for area, levels in LEVELS.items()
    for level in levels
}
OTHER_ROLES: dict[str, OtherRole] = {role.label.lower(): role for role in OtherRole}

Role = tuple[Area, Level] | OtherRole


def find_role(name: str) -> Role | None:
    """Find a role by its documented name, such as "Services Manager"; case does not matter."""
    folded = " ".join(name.lower().split())
    return MAIN_ROLES.get(folded) or OTHER_ROLES.get(folded)


def role_names() -> list[str]:
    """Name every role there is, as documented."""
    main = [f"{a.label} {lv.name.title()}" for a, levels in LEVELS.items() for lv in levels]
    return main + [str(role.label) for role in OtherRole]
