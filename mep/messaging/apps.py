"""Registers the messaging app."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """The messaging app."""

    name = "mep.messaging"
