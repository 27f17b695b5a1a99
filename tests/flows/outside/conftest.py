"""Servers that answer as a test wishes, and one attempt at an effect."""

from datetime import timedelta

import pytest

from flows.engine.effects import CallHttp
from flows.outside import mailbox
from flows.performers import PERFORMERS, Task
from tests.flows.outside.post_office import PostOffice
from tests.mep.base.rude_server import RudeServer

EFFECT_ID = 7
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def loopback(settings):
    settings.MEP_HTTP_ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def serve(loopback):
    servers = []

    def start(answer):
        servers.append(RudeServer(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def attempt():
    """Make one attempt at an effect."""

    def perform(effect, number=1, age=0, account_id=3):
        age = timedelta(seconds=age)
        task = Task(EFFECT_ID, account_id, 1, 1, 1, effect, number, age)
        return PERFORMERS[effect.kind](task)

    return perform


@pytest.fixture
def call(attempt):
    """Make one attempt at a call."""

    def perform(url, number=1, age=0, account_id=3, method="GET", **fields):
        return attempt(CallHttp(method, url, **fields), number, age, account_id)

    return perform


@pytest.fixture
def post_office(settings):
    offices = []

    def open_one(**answers):
        office = PostOffice(**answers)
        office.start()
        office.connections = 0
        offices.append(office)
        settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = SMTP, None
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        settings.DEFAULT_FROM_EMAIL = "Bramble <sms@bramble.example>"
        return office

    yield open_one
    mailbox.close()
    for office in offices:
        office.stop()
