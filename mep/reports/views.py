"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from flows import selectors as flows
from flows.views.opening import login_of
from mep.accounts import access, navigation
from mep.accounts.models import User
from mep.accounts.needs import signed_in
from mep.accounts.roles import Area, Level
from mep.reports import chart, selectors


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Show the last day, what needs somebody, and the parts a login may open."""
    user = login_of(request)
    cards = [each for each in navigation.entries(user, "") if each.url != "/"]
    sees_services = access.is_allowed(user, Area.SERVICES, Level.VIEWER)
    figures = _figures(user) if sees_services else {}
    return render(request, "home.html", {"cards": cards, **figures})


def _figures(user: User) -> dict[str, object]:
    day = selectors.get_day(user)
    failing, unpublished = selectors.list_failing(user, day.now), selectors.list_unpublished(user)
    visible = access.visible_ids(user, Area.SERVICES)
    return {
        "day": day,
        "chart": chart.draw(day.outbound.hourly, day.inbound.hourly, day.now, user),
        "oldest": day.waiting_since and day.now - day.waiting_since,
        "failing": failing,
        "unpublished": unpublished,
        "needs": len(failing) + len(unpublished),
        "sees_all": visible is None,
        "collections": flows.list_collections(user).filter(archived=False).count(),
        "may_edit": access.is_allowed(user, Area.SERVICES, Level.USER),
    }
