"""The fixture accounts and clients of the documented APIs."""

from base64 import b64encode
from urllib.parse import urlencode

import pytest

from mep.accounts import credentials
from mep.compat.fixtures.building import build

SERVICE = "4BE07D91C2A6"
NUMBER = 12065550142


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def fixtures(db):
    credentials.forget()
    build()
    yield
    credentials.forget()


def basic(name="nq.invoke", password="Tr1al-Pass"):  # noqa: S107 - published
    return f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"


@pytest.fixture
def invoke(client, fixtures):
    """Call Invoke Service with a body written out as text."""

    def call(body="", service=SERVICE, method="POST", login=None, content_type=None, **headers):
        if login != "":
            headers["HTTP_AUTHORIZATION"] = basic() if login is None else login
        return client.generic(
            method,
            f"/service/v1/invokeService/{service}",
            body or f'{{"endUser":{{"phoneNumber":{NUMBER}}}}}',
            content_type="application/json" if content_type is None else content_type,
            **headers,
        )

    return call


@pytest.fixture
def inject(client, fixtures):
    """Call Inject Message; a parameter of None is left out, bytes are sent as they are."""

    def call(method="GET", more="", **parameters):
        given = {
            "username": "nq.api",
            "password": "S3cret-Key",
            "code": "NORTHQUAY_inject",
            "from": "447700900214",
            "msg": "JOIN spring",
        } | parameters
        query = urlencode({key: value for key, value in given.items() if value is not None})
        return client.generic(method, f"/InjectMessage?{query}{more}")

    return call
