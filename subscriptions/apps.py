"""Registers the subscriptions app."""

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    """The subscriptions app."""

    name = "subscriptions"
