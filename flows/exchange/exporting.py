"""Services and collections as one JSON document that another installation can read."""

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from flows import graphs, scopes
from flows.exchange import naming
from flows.exchange.documents import COLLECTION, FORMAT, SERVICE
from flows.models import Service, ServiceCollection, ServiceVersion
from flows.properties import properties_of
from flows.shared_variables import Owner

Json = Any


def export_service(service: Service, version: ServiceVersion | None = None) -> dict[str, Json]:
    """Write a service with its draft, or with one of its versions in the draft's place."""
    shown = _service(service, version)
    return {
        "format": FORMAT,
        "kind": SERVICE,
        "service": shown,
        "references": _references(service.account_id, [shown]),
    }


def export_collection(
    collection: ServiceCollection, services: Iterable[Service]
) -> dict[str, Json]:
    """Write a collection with those of its services that are given, each with its draft."""
    shown = [_service(service) for service in services]
    return {
        "format": FORMAT,
        "kind": COLLECTION,
        "collection": {
            "id": collection.public_id,
            "name": collection.name,
            "description": collection.description,
            "variables": _variables(collection),
        },
        "services": shown,
        "references": _references(collection.account_id, shown),
    }


def _service(service: Service, version: ServiceVersion | None = None) -> dict[str, Json]:
    properties = properties_of(service)
    return {
        "id": service.public_id,
        "name": properties.pop("name"),
        "description": properties.pop("description"),
        "properties": properties,
        "graph": graphs.canonical(version.graph if version else service.draft),
        "variables": _variables(service),
    }


def _variables(owner: Owner) -> dict[str, Json]:
    found = owner.variables.filter(sandbox=None).order_by("key")
    return {
        each.name: {"value": _as_json(scopes.unpack(each.value)), "constant": each.constant}
        for each in found
    }


def _as_json(value: Json) -> Json:
    """Write what JSON has no number for as a text (Infinity, NaN)."""
    is_odd = isinstance(value, float) and not math.isfinite(value)
    return str(value) if is_odd else value


def _references(account_id: int, shown: list[dict[str, Json]]) -> dict[str, Json]:
    own = {service["id"] for service in shown}
    named = naming.name(account_id, (service["graph"] for service in shown))
    return {
        source: {key: asdict(name) for key, name in sorted(found.items()) if key not in own}
        for source, found in named.items()
    }
