"""Registers the routing app."""

from importlib import import_module

from django.apps import AppConfig

REGISTERS = ("mep.routing.resolver", "mep.routing.starting")


class RoutingConfig(AppConfig):
    """The routing app; importing these modules registers what they offer to the runner."""

    name = "mep.routing"

    def ready(self) -> None:
        for module in REGISTERS:
            import_module(module)
