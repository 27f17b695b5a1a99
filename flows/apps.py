"""Registers the flows app."""

from importlib import import_module

from django.apps import AppConfig

REGISTERS = (
    "flows.runner.own_events",
    "flows.runner.consents",
    "flows.sources",
    "flows.secrets",
    "flows.outside.http",
    "flows.outside.email",
    "flows.outside.lookup",
)


class FlowsConfig(AppConfig):
    """The flows app; importing these modules registers what they offer to the runner."""

    name = "flows"

    def ready(self) -> None:
        for module in REGISTERS:
            import_module(module)
