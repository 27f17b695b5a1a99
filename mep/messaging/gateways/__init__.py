"""The kinds of gateway, found by their place: a module here defines the kind of its own name."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from mep.messaging.gateways.base import Gateway


def _find_kinds() -> dict[str, type[Gateway]]:
    kinds: dict[str, type[Gateway]] = {}
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        for member in vars(module).values():
            if isinstance(member, type) and _is_kind(member, found.name):
                kinds[found.name] = member
    return kinds


def _is_kind(member: type, name: str) -> bool:
    return issubclass(member, Gateway) and getattr(member, "kind", None) == name


GATEWAYS: dict[str, type[Gateway]] = _find_kinds()


def make_gateway(kind: str, settings: Mapping[str, Any], account: str = "") -> Gateway:
    """Build the gateway of an account from its stored settings; ``account`` is its public id."""
    return GATEWAYS[kind].load(settings, account)
