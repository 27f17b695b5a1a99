"""Logins, services and a browser for the home page and the sessions."""

import pytest

from tests.flows.conftest import (  # noqa: F401 - fixtures
    account,
    author,
    collection,
    fast_passwords,
    login_with,
    other_collection,
    service,
    user,
    viewer,
)


@pytest.fixture
def signed_in(client, user):  # noqa: F811 - a fixture
    client.force_login(user)
    return client
