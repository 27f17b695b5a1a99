"""Registers the messaging app."""

from importlib import import_module

from django.apps import AppConfig

REGISTERS = ("mep.messaging.appliers", "mep.messaging.sources")


class MessagingConfig(AppConfig):
    """The messaging app; importing these modules registers what they offer to the runner."""

    name = "mep.messaging"

    def ready(self) -> None:
        for module in REGISTERS:
            import_module(module)
