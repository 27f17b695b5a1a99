"""Callers of our own API."""

import pytest
from django.test import Client

from mep.accounts import credentials
from tests import factories


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    credentials.forget()


@pytest.fixture
def account(db):
    return factories.create_account()


@pytest.fixture
def user(account):
    return factories.create_login(account, "ann")


@pytest.fixture
def caller(account):
    """Make a caller that signs in with a token; without rights named it may do everything."""

    def call_as(user=None, **rights):
        user = user or factories.create_login(
            account, rights=factories.rights(**rights) if rights else None
        )
        return Caller(factories.create_token(user))

    return call_as


@pytest.fixture
def api(caller, user):
    return caller(user)


class Caller:
    """Sends JSON with a token."""

    def __init__(self, token):
        self.client = Client(headers={"Authorization": f"Bearer {token}"})

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path, body, **headers):
        return self.client.post(
            f"/api/v1/{path}", body, content_type="application/json", headers=headers
        )


@pytest.fixture
def collection(account):
    return factories.create_collection(account, "Ferries")


@pytest.fixture
def service(collection):
    return factories.create_service(collection, "Welcome")
