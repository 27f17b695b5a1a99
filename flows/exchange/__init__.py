"""Taking services and collections out as JSON, and in again in two steps: a plan, then the deed."""

from flows.exchange.documents import Parcel, read
from flows.exchange.exporting import export_collection, export_service
from flows.exchange.importing import Imported, carry_out
from flows.exchange.planning import Action, Decisions, Plan, plan

__all__ = [
    "Action",
    "Decisions",
    "Imported",
    "Parcel",
    "Plan",
    "carry_out",
    "export_collection",
    "export_service",
    "plan",
    "read",
]
