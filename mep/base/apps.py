"""Registers the base app."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The base app."""

    name = "mep.base"
