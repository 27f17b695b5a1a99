"""Registers the API app."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API app; importing the schema module registers how it names our ways to sign in."""

    name = "mep.api"

    def ready(self) -> None:
        import_module("mep.api.schema")
