"""Declared needs of pages and operations."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from rest_framework.response import Response
from rest_framework.views import APIView

from mep.accounts import tokens
from mep.accounts.middleware import DeclaredAccessMiddleware
from mep.accounts.needs import Need, requires, signed_in
from mep.accounts.roles import Area, Level, OtherRole
from mep.accounts.services import NewRights
from mep.base.errors import NotFound
from tests.mep.accounts.conftest import PASSWORD
from tests.mep.accounts.test_basic import header


@pytest.fixture
def manager(create_login):
    return create_login(rights=NewRights({Area.SERVICES: Level.MANAGER}))


@requires(Area.SERVICES, Level.USER)
def page(request):
    return HttpResponse("in")


def open_page(view, user):
    request = RequestFactory().get("/page?x=1")
    request.user = user
    return view(request)


def test_a_page_opens_for_who_has_the_level(manager):
    assert open_page(page, manager).content == b"in"


def test_a_page_is_forbidden_for_who_has_not(ann):
    with pytest.raises(PermissionDenied, match="Services User"):
        open_page(page, ann)


def test_a_page_sends_strangers_to_sign_in(rf, client, db):
    request = client.get("/login").wsgi_request
    request.path = "/page"

    answer = page(request)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login?next=")


def test_a_page_asks_for_other_roles(manager):
    view = requires(Area.SERVICES, Level.VIEWER, OtherRole.AUDIT_VIEWER)(page)

    with pytest.raises(PermissionDenied, match="Audit viewer"):
        open_page(view, manager)


def test_what_a_page_cannot_find_is_not_there(ann):
    @signed_in
    def missing(request):
        raise NotFound("gone")

    with pytest.raises(Http404):
        open_page(missing, ann)


def test_any_login_opens_a_page_for_all_logins(ann):
    assert open_page(signed_in(lambda request: HttpResponse("in")), ann).content == b"in"


def test_undeclared_pages_are_denied(rf):
    middleware = DeclaredAccessMiddleware(lambda request: HttpResponse())

    with pytest.raises(PermissionDenied):
        middleware.process_view(rf.get("/"), lambda request: HttpResponse(), (), {})
    assert middleware.process_view(rf.get("/"), page, (), {}) is None


class Operation(APIView):
    needs = {
        "GET": Need(Area.SERVICES, Level.VIEWER),
        "POST": Need(Area.SERVICES, Level.MANAGER),
    }

    def get(self, request):
        return Response({"user": request.user.username})

    post = put = get


class Undeclared(APIView):
    def get(self, request):
        return Response({})


def call(method="get", view=Operation, **headers):
    request = getattr(RequestFactory(), method)("/", **headers)
    request.session = {}
    return view.as_view()(request)


def bearer(text):
    return {"HTTP_AUTHORIZATION": f"Bearer {text}"}


def test_basic_lets_a_login_in(manager):
    answer = call(HTTP_AUTHORIZATION=header(f"ann:{PASSWORD}"))

    assert (answer.status_code, answer.data) == (200, {"user": "ann"})


def test_basic_is_refused_in_the_open(manager):
    answer = call(HTTP_AUTHORIZATION=header(f"ann:{PASSWORD}"), REMOTE_ADDR="10.0.0.7")

    assert answer.status_code == 401


@pytest.mark.parametrize("value", ["Basic x", "Bearer x", "Bearer", header("ann:wrong"), ""])
def test_wrong_credentials_are_refused(manager, value):
    answer = call(HTTP_AUTHORIZATION=value)

    assert answer.status_code in (401, 403)


def test_a_token_has_its_scopes(manager):
    _, text = tokens.create_token(manager, "ci", scopes=["services:viewer"])

    assert call(**bearer(text)).status_code == 200
    with pytest.raises(Exception, match="Services Manager"):
        call("post", **bearer(text))


def test_a_method_without_a_need_is_denied(manager):
    assert call("put", HTTP_AUTHORIZATION=header(f"ann:{PASSWORD}")).status_code == 403


def test_an_operation_without_a_need_is_denied(manager):
    answer = call(view=Undeclared, HTTP_AUTHORIZATION=header(f"ann:{PASSWORD}"))

    assert answer.status_code == 403
