"""Registers the routing app."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """The routing app."""

    name = "mep.routing"
