"""Registers the end users app."""

from django.apps import AppConfig


class EndUsersConfig(AppConfig):
    """The end users app."""

    name = "mep.endusers"
