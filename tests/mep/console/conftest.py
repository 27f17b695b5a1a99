"""Logins that look on, and sockets they look through."""

import asyncio
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from channels.layers import channel_layers
from channels.testing import WebsocketCommunicator
from django.conf import settings as project
from django.db import connections
from django.test import Client
from django.utils import timezone

from mep.accounts import credentials
from mep.asgi import application
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
    return factories.create_login(account)


@pytest.fixture
def collection(account):
    return factories.create_collection(account, "Ferries")


@pytest.fixture
def service(collection):
    return factories.create_service(collection, "Welcome")


@pytest.fixture
def session(service):
    return factories.create_session(service)


@pytest.fixture
def live(transactional_db, clean_redis, monkeypatch):
    """Let sockets work on what is committed; their threads keep no connection."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    channel_layers.backends.clear()
    yield
    channel_layers.backends.clear()


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def sign_in(user):
    """Sign in with a browser; return its cookie."""
    client = Client()
    client.force_login(user)
    return client.cookies[project.SESSION_COOKIE_NAME].value


def look(cookie, act):
    """Open a console's socket with a cookie and do something with it."""
    origin = f"http://localhost:{project.MEP_PORT}".encode()
    headers = [(b"host", b"localhost"), (b"origin", origin)]
    if cookie:
        headers.append((b"cookie", f"{project.SESSION_COOKIE_NAME}={cookie}".encode()))

    async def run():
        socket = WebsocketCommunicator(application, "/ws/console", headers)
        await socket.connect(timeout=5)
        try:
            return await act(socket)
        finally:
            await socket.disconnect()

    return async_to_sync(run)()


async def in_thread(work, *args):
    """Do something outside the event loop, as another process would."""

    def alone():
        try:
            return work(*args)
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(None, alone)
