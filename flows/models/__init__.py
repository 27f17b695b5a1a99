"""The tables of the flow core, one module a topic."""

from flows.models.effects import Effect
from flows.models.events import Event
from flows.models.secrets import AccountSecret
from flows.models.services import Service, ServiceCollection, ServiceVersion
from flows.models.sessions import Sandbox, Session
from flows.models.trace import TraceLine
from flows.models.variables import CollectionVariable, ServiceVariable

__all__ = [
    "AccountSecret",
    "CollectionVariable",
    "Effect",
    "Event",
    "Sandbox",
    "Service",
    "ServiceCollection",
    "ServiceVariable",
    "ServiceVersion",
    "Session",
    "TraceLine",
]
