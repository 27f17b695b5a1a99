"""Need: what a page or an operation asks of a login, declared where it is defined."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from mep.accounts import access
from mep.accounts.access import Subject
from mep.accounts.roles import Area, Level, OtherRole
from mep.base.errors import NotAllowed, NotFound

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Need:
    """A level in an area and other roles; without an area any login will do."""

    area: Area | None = None
    level: Level = Level.VIEWER
    other_roles: tuple[OtherRole, ...] = ()

    def check(self, subject: Subject) -> None:
        """Refuse a login that lacks it; objects are checked by the view, which knows them."""
        if self.area:
            access.check(subject, self.area, self.level, other_roles=self.other_roles)
        elif not access.rights_of(subject).enabled:
            raise NotAllowed("This needs an enabled login")


SIGNED_IN = Need()


def requires(
    area: Area, level: Level = Level.VIEWER, *other_roles: OtherRole
) -> Callable[["View[P]"], "View[P]"]:
    """Have a page opened only by logins with a level in an area, and with other roles."""
    return needs(Need(area, level, other_roles))


def signed_in(view: "View[P]") -> "View[P]":
    """Have a page opened by any login."""
    return needs(SIGNED_IN)(view)


def needs(need: Need) -> Callable[["View[P]"], "View[P]"]:
    """Declare a page's need: strangers are sent to sign in, others see why they may not."""

    def declare(view: "View[P]") -> "View[P]":
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            _refuse_null_characters(request)
            try:
                need.check(request.user)
                return view(request, *args, **kwargs)
            except NotFound as refusal:
                raise Http404(refusal.message) from refusal
            except NotAllowed as refusal:
                raise PermissionDenied(refusal.message) from refusal

        guarded.needs = need  # type: ignore[attr-defined]  # read by DeclaredAccessMiddleware
        return cast("View[P]", guarded)

    return declare


def _refuse_null_characters(request: HttpRequest) -> None:
    """Refuse the one character that no browser sends and the database cannot hold."""
    sent = [value for form in (request.GET, request.POST) for _, values in form.lists()
            for value in values]  # fmt: skip
    if any("\0" in text for text in (request.path, *sent)):
        raise BadRequest("There is a null character in what was sent")
