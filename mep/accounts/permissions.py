"""The permission class of our own API: every operation declares what it needs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

from mep.accounts.needs import Need

if TYPE_CHECKING:  # the framework imports this module while it loads its views
    from rest_framework.request import Request
    from rest_framework.views import APIView


class DeclaredAccess(BasePermission):
    """Reads ``needs`` of a view: a ``Need``, or one for each method. Undeclared is denied."""

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        need = _declared(view, request.method or "")
        if need is None or not request.user.is_authenticated:
            return False
        need.check(request.user)
        return True


def _declared(view: "APIView", method: str) -> Need | None:
    declared: Need | Mapping[str, Need] | None = getattr(view, "needs", None)
    if isinstance(declared, Mapping):
        return declared.get("GET" if method == "HEAD" else method)
    return declared
