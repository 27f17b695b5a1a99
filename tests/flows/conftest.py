"""An account with people who make services."""

import pytest

from mep.accounts import credentials
from mep.accounts.roles import Area, Level
from tests import factories


@pytest.fixture
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    credentials.forget()


@pytest.fixture
def account(db, fast_passwords):
    return factories.create_account()


@pytest.fixture
def user(account):
    return factories.create_login(account)


@pytest.fixture
def collection(account):
    return factories.create_collection(account, "Ferries")


@pytest.fixture
def other_collection(account):
    return factories.create_collection(account, "Trains")


@pytest.fixture
def service(collection):
    return factories.create_service(collection, "Timetable")


@pytest.fixture
def login_with(account):
    """Make a login with a level in Services, on these collections only."""

    def create(level, *collections, **more):
        ids = [each.public_id for each in collections]
        levels = {Area.SERVICES: level, **more}
        return factories.create_login(account, rights=factories.rights(levels, collections=ids))

    return create


@pytest.fixture
def viewer(login_with, collection):
    return login_with(Level.VIEWER, collection)


@pytest.fixture
def author(login_with, collection):
    return login_with(Level.USER, collection)
