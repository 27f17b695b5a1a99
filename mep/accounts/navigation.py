"""The parts of the product a login may open, for the sidebar and the home page."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from mep.accounts import access
from mep.accounts.access import Subject
from mep.accounts.roles import Area, Level


@dataclass(frozen=True, slots=True)
class Tab:
    """One part: the name of its page's address, how it looks, and whose it is."""

    page: str
    name: str
    icon: str
    words: str = ""
    area: Area | None = None
    gap: bool = False


TABS = (
    Tab("home", "Home", "house"),
    Tab(
        "services", "Services", "workflow", "Draw what happens when someone texts you",
        Area.SERVICES,
    ),
    Tab("content", "Content", "image", "Pictures, files and texts used in messages", Area.CONTENT),
    Tab("routing", "Routing", "route", "Short codes, keywords and where they lead", Area.ROUTING),
    Tab(
        "console", "Console", "terminal",
        "Every message as it happens, and a phone to try", Area.CONSOLE,
    ),
    Tab(
        "subscriptions", "Subscriptions", "users", "Who joined which list, when and how",
        Area.SUBSCRIPTIONS, gap=True,
    ),
    Tab(
        "broadcasts", "Broadcasts", "megaphone", "One message or service to many people",
        Area.BROADCASTS,
    ),
    Tab(
        "statistics", "Statistics", "chart-no-axes-column",
        "Traffic, services, keywords and opt-outs", Area.STATISTICS,
    ),
    Tab(
        "utilities", "Utilities", "wrench", "Find a person, a message or a reason",
        Area.UTILITIES, gap=True,
    ),
    Tab("system", "System", "settings", "Logins, gateway accounts, limits and audit", Area.SYSTEM),
)  # fmt: skip
"""In the order of the sidebar. A tab whose page does not exist is not shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A tab as a page shows it."""

    name: str
    url: str
    icon: str
    words: str
    active: bool
    gap: bool
    count: int = 0


def entries(subject: Subject, path: str) -> list[Entry]:
    """List the tabs somebody may open; the one that ``path`` lies under is active."""
    found = [(tab, _url(tab)) for tab in TABS if _may_open(subject, tab)]
    return [
        Entry(tab.name, url, tab.icon, tab.words, _is_under(path, url), tab.gap)
        for tab, url in found
        if url
    ]


def navigation(request: HttpRequest) -> dict[str, object]:
    """Put the tabs into every page template."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": []}
    return {"nav": entries(user, request.path)}


def _may_open(subject: Subject, tab: Tab) -> bool:
    return tab.area is None or access.is_allowed(subject, tab.area, Level.VIEWER)


def _url(tab: Tab) -> str:
    try:
        return reverse(tab.page)
    except NoReverseMatch:
        return ""


def _is_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
