"""Registers the demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo account: something to try in the first minute."""

    name = "mep.demo"
