"""Signing in and out of the pages."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mep.accounts import credentials, sessions
from mep.accounts.forms import SignInForm
from mep.accounts.models import Lockout, User

WRONG = "That name and password do not go together."
API_ONLY = "This login is for programs only."
SECONDS_PER_MINUTE = 60


@login_not_required
@sensitive_post_parameters("password")
@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page; let a name and its password in."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(_next(request))
        return _page(request, SignInForm())
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, WRONG)
    return _admit(request, form)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _admit(request: HttpRequest, form: SignInForm) -> HttpResponse:
    name, password = form.cleaned_data["username"], form.cleaned_data["password"]
    verdict = credentials.check(name, password, Lockout.Door.PAGES)
    if verdict.locked_until:
        return _locked(request, form, verdict.locked_until)
    if verdict.login is None:
        return _page(request, form, WRONG)
    if verdict.login.api_only:
        return _page(request, form, API_ONLY)
    login(request, User.objects.get(pk=verdict.login.id))
    sessions.begin(request.session)
    return HttpResponseRedirect(_next(request))


def _locked(request: HttpRequest, form: SignInForm, until: datetime) -> HttpResponse:
    seconds = max(0.0, (until - timezone.now()).total_seconds())
    minutes = int(seconds // SECONDS_PER_MINUTE) + 1
    error = f"Too many wrong passwords. Try again in {minutes} min."
    return _page(request, form, error, minutes_left=minutes)


def _page(request: HttpRequest, form: SignInForm, error: str = "", **more: object) -> HttpResponse:
    context = {
        "form": form,
        "error": error,
        "next": _wanted(request),
        "demo": settings.MEP_DEMO,
        **more,
    }
    return render(request, "registration/login.html", context)


def _next(request: HttpRequest) -> str:
    """Return where the visitor wanted to go, if that is one of our own pages."""
    wanted = _wanted(request)
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _wanted(request: HttpRequest) -> str:
    return request.POST.get("next", request.GET.get("next", ""))
