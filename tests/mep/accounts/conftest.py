"""Accounts and logins for the tests of who may do what."""

import pytest

from mep.accounts import credentials, services
from mep.accounts.services import NewLogin, NewRights

PASSWORD = "Brass-Lantern-7"  # noqa: S105 - of tests only


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    credentials.forget()
    yield
    credentials.forget()


@pytest.fixture
def account(db):
    return services.create_account("Northquay Ferries")


@pytest.fixture
def create_login(account):
    def create(username="ann", rights=None, **more):
        login = NewLogin(username=username, password=PASSWORD, **more)
        return services.create_login(account, login, rights or NewRights())

    return create


@pytest.fixture
def ann(create_login):
    return create_login()
