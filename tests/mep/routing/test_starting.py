"""Keywords as what starts services."""

import pytest

from flows import starters
from mep.accounts.roles import Area, Level
from mep.base.errors import Conflict, NotFound
from mep.routing.models import Keyword
from tests import factories


@pytest.fixture
def account(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return factories.create_account()


@pytest.fixture
def service(account):
    return factories.create_service(factories.create_collection(account), "Ferry")


@pytest.fixture
def code(account):
    return factories.create_code(account)


def login(account, *codes, level=Level.USER):
    ids = [code.public_id for code in codes]
    return factories.create_login(
        account, rights=factories.rights({Area.ROUTING: level}, codes=ids)
    )


@pytest.fixture
def kind():
    return starters.find_kind("keyword")


def test_lists_the_keywords_of_many_services_at_once(
    account, service, code, kind, django_assert_num_queries
):
    factories.create_keyword(code, service, "FERRY")
    factories.create_keyword(code, service, "", match="catch_all", priority=1000)

    with django_assert_num_queries(1):
        found = kind.find(None, [service.id])

    assert [(each.label, each.place, each.how) for each in found[service.id]] == [
        ("FERRY%", "83000", "starts with"),
        ("catch-all", "83000", "is anything no other keyword takes"),
    ]


def test_a_login_without_the_code_learns_only_that_something_is_there(account, service, code, kind):
    factories.create_keyword(code, service, "FERRY")

    (shown,) = kind.find(login(account), [service.id])[service.id]

    assert (shown.id, shown.label, shown.place) == ("", "(restricted)", "(restricted)")


def test_only_who_may_make_keywords_gets_a_form(account, code, kind):
    assert kind.form(login(account, code)) is not None
    assert kind.form(login(account, code, level=Level.VIEWER)) is None
    assert kind.form(login(account)) is None


def test_a_form_offers_the_codes_a_login_sees_and_that_are_on(account, code, kind):
    factories.create_code(account, "84000")
    off = factories.create_code(account, "85000", enabled=False)

    offered = kind.form(login(account, code, off)).fields["code"].queryset

    assert list(offered) == [code]


def test_switching_on_what_is_taken_meanwhile_is_refused(account, service, code, kind):
    old = factories.create_keyword(code, service, "FERRY", enabled=False)
    factories.create_keyword(code, service, "ferry")

    with pytest.raises(Conflict, match="FERRY"):
        kind.switch(login(account, code), service.id, old.public_id, enabled=True)

    assert Keyword.objects.get(id=old.id).enabled is False


def test_a_keyword_is_switched_under_its_own_service_only(account, service, code, kind):
    keyword = factories.create_keyword(code, service, "FERRY")
    other = factories.create_service(service.collection, "Bus")

    with pytest.raises(NotFound):
        kind.switch(login(account, code), other.id, keyword.public_id, enabled=False)
