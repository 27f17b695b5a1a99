"""The services list."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from flows import selectors
from flows.blueprints import list_blueprints
from flows.models import ServiceCollection
from flows.views.listing import TABS, Row, groups_of, rows_of
from flows.views.opening import login_of
from flows.views.thumbnail import thumbnail
from mep.accounts import access
from mep.accounts.models import User
from mep.accounts.needs import requires
from mep.accounts.roles import Area, Level

FIRST_BLUEPRINTS = (
    "auto_response",
    "double_opt_in",
    "voting",
    "information",
    "appointment_reminder",
)


@require_safe
@requires(Area.SERVICES)
def services(request: HttpRequest) -> HttpResponse:
    """Show the services by collection, with what happened in the last day."""
    user = login_of(request)
    words, tab = request.GET.get("q", "").strip(), request.GET.get("show", "all")
    tab, archived = tab if tab in TABS else "all", request.GET.get("archived") == "1"
    rows = rows_of(user, words, archived=archived)
    shown = [row for row in rows if row.is_in(tab)]
    groups = groups_of(_collections(user, archived=archived), shown)
    is_whole = not words and tab == "all"
    context = {
        "groups": [group for group in groups if group.rows or is_whole],
        "tabs": [(key, name, sum(row.is_in(key) for row in rows)) for key, name in TABS.items()],
        "tab": tab,
        "words": words,
        "archived": archived,
        "is_empty": is_whole and not rows,
        "now": timezone.now(),
        "may_edit": access.is_allowed(user, Area.SERVICES, Level.USER),
        "may_manage": access.is_allowed(user, Area.SERVICES, Level.MANAGER),
    }
    return render(request, "flows/services.html", {**context, **_lesson(rows)})


def _collections(user: User, *, archived: bool) -> QuerySet[ServiceCollection]:
    found = selectors.list_collections(user)
    return found if archived else found.filter(archived=False)


def _lesson(rows: list[Row]) -> dict[str, object]:
    """Give templates to try at once while there is nothing else to show."""
    if rows:
        return {}
    known = {each.id: each for each in list_blueprints()}
    first = [known[name] for name in FIRST_BLUEPRINTS if name in known]
    return {"blueprints": [(each, thumbnail(each.document)) for each in first]}
