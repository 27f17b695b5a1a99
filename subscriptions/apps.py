"""Registers the subscriptions app."""

from importlib import import_module

from django.apps import AppConfig

REGISTERS = ("subscriptions.appliers", "subscriptions.sources")


class SubscriptionsConfig(AppConfig):
    """The subscriptions app; importing these modules registers what they offer to the runner."""

    name = "subscriptions"

    def ready(self) -> None:
        for module in REGISTERS:
            import_module(module)
