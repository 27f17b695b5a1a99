"""``manage.py load_vectors_fixtures``."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from flows import services as flows
from flows.models import Event, Service, TraceLine
from flows.runner import drain
from mep.accounts import credentials, selectors
from mep.accounts.models import Account, Lockout, User
from mep.accounts.roles import AccessList, Area, Level, OtherRole
from mep.compat.fixtures import content
from mep.compat.fixtures.emptying import CONTENTS
from mep.endusers.models import EndUser
from mep.messaging.models import Gateway, Message
from mep.routing.models import Keyword, RoutingCode
from subscriptions.models import Membership, Subscription, SubscriptionCollection


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    credentials.forget()
    yield
    credentials.forget()


def load():
    out = io.StringIO()
    call_command("load_vectors_fixtures", stdout=out)
    return out.getvalue()


def counts():
    models = (
        Account, User, Service, Subscription, SubscriptionCollection, Gateway, RoutingCode,
        Keyword, Event, Message, EndUser, TraceLine, Lockout, Membership,
    )  # fmt: skip
    return [model.objects.count() for model in models]


def rights(username):
    user = User.objects.get(username=username)
    return selectors.load_logins([user.pk])[user.pk].rights


def test_loads_the_accounts(db):
    said = load()

    assert "Northquay Ferries" in said
    assert counts()[:8] == [2, 5, 1, 5, 3, 4, 2, 0]
    assert Service.objects.get().public_id == content.SERVICE
    assert Service.objects.get().collection.public_id == content.SERVICE_COLLECTION
    assert not Subscription.objects.get(public_id="7C20A41B9F").enabled
    assert Subscription.objects.get(public_id="7C20A41BA0").protected
    assert SubscriptionCollection.objects.get(public_id="3D41CC0000").account.name == "Other"


def test_gives_the_logins_their_rights(db):
    load()

    assert rights("nq.invoke").levels == {Area.SERVICES: Level.MANAGER}
    assert rights("nq.invoke").roles == {OtherRole.INVOKE_SERVICE}
    assert rights("nq.api").lists[AccessList.BROADCAST_TYPES] == {"sms", "mms", "service"}
    assert "2D6F81C0B3A8" not in rights("nq.api").lists[AccessList.GATEWAY_ACCOUNTS]
    assert rights("nq.reader").lists == {AccessList.SUBSCRIPTION_COLLECTIONS: {"3D41AA9072"}}
    assert rights("nq.plain").levels == {}


@pytest.mark.parametrize("login", content.LOGINS, ids=lambda login: login.username)
def test_the_logins_get_in(db, login):
    load()

    assert credentials.check(login.username, login.password).login


def test_brings_everything_back(db):
    load()
    before = counts()
    disturb()

    load()

    assert counts() == before
    assert credentials.check("nq.api", "S3cret-Key").login
    assert credentials.check("nq.invoke", "Tr1al-Pass").login
    assert rights("nq.plain").levels == {}
    assert Account.objects.get(name="Northquay Ferries").legacy_api


def disturb():
    account = Account.objects.get(name="Northquay Ferries")
    flows.post_invocation(
        account.pk, number="12065550142", service_id=content.SERVICE, request_id="R"
    )
    drain("flow")
    Membership.objects.create(
        subscription=Subscription.objects.first(), end_user=EndUser.objects.get(), source="api"
    )
    for _ in range(10):
        credentials.check("nq.api", "wrong")
    User.objects.filter(username="nq.invoke").update(password="md5$x$y", is_active=False)  # noqa: S106
    User.objects.get(username="nq.plain").grants.create(area="services", level=3)
    Account.objects.update(legacy_api=False, strict_service_check=True)
    Keyword.objects.create(
        account=account, routing_code=RoutingCode.objects.first(), text="X", match="exactly",
        service=Service.objects.get(),
    )  # fmt: skip


def test_nothing_that_an_account_owns_is_forgotten():
    owned = {
        model._meta.label
        for model in apps.get_models()
        if any(field.related_model is Account for field in model._meta.fields)
    }

    assert owned - {"accounts.User"} <= {label for label, _ in CONTENTS}


def test_an_invocation_of_the_fixture_service_queues_its_message(db):
    load()
    disturb()

    assert Message.objects.get(direction="MT").text == "Boarding at gate ."


def test_refuses_where_strangers_could_sign_in(db, settings):
    settings.MEP_HOST = "0.0.0.0"  # noqa: S104 - refused

    with pytest.raises(CommandError, match="loopback"):
        load()
    assert not User.objects.exists()
