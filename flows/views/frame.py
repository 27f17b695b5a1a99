"""What all pages of one service have around them."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from flows import changes, drawing, starters
from flows.models import Service
from flows.views.opening import login_of, rights_on
from mep.accounts.models import User

TABS = {
    "service": "Overview",
    "service_versions": "Versions",
    "service_keywords": "Keywords",
    "service_variables": "Variables",
    "service_sessions": "Sessions",
    "service_properties": "Properties",
}
MAX_NAMES = 3


def frame(request: HttpRequest, service: Service, tab: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - template context
    """Give the header and the tabs of a service's page."""
    collection = service.collection
    return {
        "service": service,
        "crumbs": [
            {"name": "Services", "url": reverse("services")},
            {"name": collection.name, "url": reverse("collection", args=[collection.public_id])},
        ],
        "tabs": [(reverse(page, args=[service.public_id]), name, page == tab)
                 for page, name in TABS.items()],
        "changes": changes.count_unpublished(service),
        **rights_on(login_of(request), collection),
        **more,
    }  # fmt: skip


def drawing_of(request: HttpRequest, service: Service, document: dict[str, Any]) -> dict[str, Any]:
    """Give what the drawn service needs: its graph, the looks of handlers, what starts it."""
    user = login_of(request)
    found = starters.starters_of(user, [service.id])[service.id]
    labels = list(dict.fromkeys(starter.label for starter in found if starter.enabled))
    more = f" and {len(labels) - MAX_NAMES} more" if len(labels) > MAX_NAMES else ""
    return {
        **graph_of(user, document),
        "started_by": ", ".join(labels[:MAX_NAMES]) + more or "Invoke Service",
        "starters": found,
    }


def graph_of(user: User, document: Mapping[str, Any]) -> dict[str, str]:
    """Give a graph and the looks of handlers as the texts that the drawing reads."""
    drawn = drawing.drawn(document, drawing.names_of(user.account_id))
    return {
        "graph_json": json.dumps(drawn, ensure_ascii=False),
        "catalogue_json": json.dumps(drawing.catalogue(), ensure_ascii=False),
    }
