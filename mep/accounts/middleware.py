"""Ends sessions that have lasted long enough, and denies pages that declare no role."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from mep.accounts import sessions

View = Callable[..., HttpResponse]


class SessionLimitMiddleware:
    """Signs out sessions that are over, and notes the use of the others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            if sessions.is_over(request.session):
                logout(request)
            else:
                sessions.note_use(request.session)
        return self.get_response(request)


class DeclaredAccessMiddleware:
    """Denies every view that says neither whom it needs nor that it is open to all.

    A page says it by ``requires`` or ``signed_in``, an open one by Django's ``login_not_required``;
    views of the REST framework go through their permission classes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_: object) -> None:
        """Let declared views pass."""
        if not (hasattr(view, "needs") or _is_open(view) or hasattr(view, "cls")):
            raise PermissionDenied("No role is declared for this page")


def _is_open(view: View) -> bool:
    return getattr(view, "login_required", True) is False
