"""Registers the compatible APIs app."""

from django.apps import AppConfig


class CompatConfig(AppConfig):
    """The compatible APIs app."""

    name = "mep.compat"
