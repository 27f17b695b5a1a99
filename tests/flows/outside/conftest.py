"""Servers that answer as a test wishes, and one attempt at an effect."""

from datetime import timedelta

import pytest

from flows.engine.effects import CallHttp
from flows.performers import PERFORMERS, Task
from tests.mep.base.rude_server import RudeServer

EFFECT_ID = 7


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
