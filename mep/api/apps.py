"""Registers the API app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API app."""

    name = "mep.api"
