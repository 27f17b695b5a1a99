import asyncio

import pytest
from django.conf import settings
from django.test import Client

from flows import services as flows
from flows.models import Event
from flows.runner import drain
from mep.accounts import services as accounts
from mep.accounts.roles import Area, Level
from mep.base import live as hints
from mep.console import consumers, selectors
from mep.messaging import services as messaging
from mep.messaging.models import new_message_id
from mep.routing.mo import Mo
from tests import factories
from tests.mep.console.conftest import ago, in_thread, look, sign_in

pytestmark = pytest.mark.usefixtures("live")


async def receive(socket):
    return await socket.receive_json_from(timeout=5)


async def closing_code(socket):
    message = await socket.receive_output(timeout=5)
    assert message["type"] == "websocket.close"
    return message["code"]


async def ask(socket, since=None, **more):
    await socket.send_json_to({"type": "backlog", "since": since, **more})
    return await receive(socket)


def test_strangers_are_turned_away():
    assert look(None, closing_code) == 4401


def test_a_forged_cookie_is_turned_away():
    assert look("forged", closing_code) == 4401


def test_logins_without_the_console_are_turned_away(account):
    user = factories.create_login(account, rights=factories.rights({Area.SERVICES: Level.MANAGER}))

    assert look(sign_in(user), closing_code) == 4403


def test_the_backlog_is_answered(account, user):
    message = factories.create_message(account)

    answer = look(sign_in(user), ask)

    assert answer["type"] == "backlog"
    assert answer["complete"] is True
    assert [line["id"] for line in answer["lines"]] == [message.public_id]


def test_published_lines_are_relayed(account, user):
    async def text(socket):
        await in_thread(receive_text, account)
        return await receive(socket)

    answer = look(sign_in(user), text)

    assert answer["type"] == "lines"
    assert [(line["kind"], line["text"]) for line in answer["lines"]] == [("message", "JOIN")]


def receive_text(account, text="JOIN"):
    mo = Mo(f"{new_message_id():016X}", account.id, "83000", factories.NUMBER, text, ago(0))
    messaging.receive_mo(mo, request_id="R")


def test_lines_of_other_accounts_are_not_relayed(account, user):
    other = factories.create_account()

    async def text(socket):
        await in_thread(hints.watch, other.id)
        await in_thread(receive_text, other)
        await in_thread(receive_text, account, "MINE")
        return await receive(socket)

    answer = look(sign_in(user), text)

    assert [line["text"] for line in answer["lines"]] == ["MINE"]


def test_lines_are_relayed_as_the_viewer_sees_them(account, collection, service):
    hidden = factories.create_service(factories.create_collection(account), "Hidden")
    rights = factories.rights(
        {Area.CONSOLE: Level.VIEWER, Area.SERVICES: Level.VIEWER},
        collections=[collection.public_id],
    )
    user = factories.create_login(account, rights=rights)

    async def run(socket):
        for each in (hidden, service):
            await in_thread(invoke, account, each)
        return await receive(socket)

    answer = look(sign_in(user), run)

    assert {line["service"]["name"] for line in answer["lines"]} == {"Welcome"}
    assert {line["number_of_user"] for line in answer["lines"]} == {"4477••••0750"}


def invoke(account, service, **more):
    flows.post_invocation(
        account.id, number=factories.NUMBER, service_id=service.public_id, request_id="Q", **more
    )
    drain("flow")


def test_a_refused_invocation_is_relayed(account, user, service):
    service.status = "paused"
    service.save()

    async def run(socket):
        await in_thread(invoke, account, service)
        return await receive(socket)

    (line,) = look(sign_in(user), run)["lines"]

    assert (line["kind"], line["status"], line["reason"]) == ("event", "refused", "paused")
    assert line["service"]["name"] == "Welcome"
    assert "_user" not in line
    assert line["id"] == f"e{Event.objects.get().id:012X}"


def test_lines_committed_while_the_backlog_is_read_arrive(account, user, monkeypatch):
    reading, committed = asyncio.Event(), asyncio.Event()
    read = selectors.backlog

    async def run(socket):
        loop = asyncio.get_running_loop()

        def slowly(*args, **more):
            found = read(*args, **more)
            loop.call_soon_threadsafe(reading.set)
            asyncio.run_coroutine_threadsafe(committed.wait(), loop).result(10)
            return found

        monkeypatch.setattr(consumers.selectors, "backlog", slowly)
        await socket.send_json_to({"type": "backlog", "since": None})
        await reading.wait()
        await in_thread(receive_text, account, "MEANWHILE")
        committed.set()
        return [await receive(socket), await receive(socket)]

    backlog, lines = look(sign_in(user), run)

    assert (backlog["type"], backlog["lines"]) == ("backlog", [])
    assert [line["text"] for line in lines["lines"]] == ["MEANWHILE"]


def test_lines_missed_by_the_socket_are_in_the_next_backlog(account, user):
    async def run(socket):
        await in_thread(create_unannounced, account)
        return await ask(socket, ago(10).isoformat())

    answer = look(sign_in(user), run)

    assert [line["text"] for line in answer["lines"]] == ["QUIET"]


def create_unannounced(account):
    factories.create_message(account, "QUIET")


def test_an_open_console_marks_its_account_as_watched(account, user):
    async def run(socket):
        await ask(socket)
        return await in_thread(hints.is_watched, account.id)

    assert not hints.is_watched(account.id)
    assert look(sign_in(user), run)


def test_signing_out_closes_the_socket(user, monkeypatch):
    monkeypatch.setattr(consumers, "RENEW_SECONDS", 0.1)
    cookie = sign_in(user)

    async def run(socket):
        await ask(socket)
        await in_thread(sign_out, cookie)
        return await closing_code(socket)

    assert look(cookie, run) == 4401


def sign_out(cookie):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    client.post("/logout")


def test_disabling_the_login_closes_the_socket(user, monkeypatch):
    monkeypatch.setattr(consumers, "RENEW_SECONDS", 0.1)

    async def run(socket):
        await ask(socket)
        await in_thread(accounts.disable_login, user)
        return await closing_code(socket)

    assert look(sign_in(user), run) == 4401


def test_losing_the_role_closes_the_socket(user, monkeypatch):
    monkeypatch.setattr(consumers, "RENEW_SECONDS", 0.1)

    async def run(socket):
        await ask(socket)
        await in_thread(accounts.set_rights, user, factories.rights())
        return await closing_code(socket)

    assert look(sign_in(user), run) == 4403


def test_a_backlog_asked_for_after_signing_out_closes_the_socket(user):
    cookie = sign_in(user)

    async def run(socket):
        await in_thread(sign_out, cookie)
        await socket.send_json_to({"type": "backlog", "since": None})
        return await closing_code(socket)

    assert look(cookie, run) == 4401


@pytest.mark.parametrize("text", ["{", "[]", "1", '"x"', "[" * 50_000])
def test_nonsense_closes_the_socket(user, text):
    async def run(socket):
        await socket.send_to(text_data=text)
        return await closing_code(socket)

    assert look(sign_in(user), run) == consumers.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "more", [{"since": 5}, {"since": "yesterday"}, {"filters": 7}, {"filters": {"code": {"a": 1}}}]
)
def test_odd_requests_are_answered_all_the_same(user, more):
    async def run(socket):
        await socket.send_json_to({"type": "backlog", **more})
        return await receive(socket)

    assert look(sign_in(user), run)["type"] == "backlog"


def test_unknown_requests_are_left_aside(user):
    async def run(socket):
        await socket.send_json_to({"type": "dance"})
        return await ask(socket)

    assert look(sign_in(user), run)["type"] == "backlog"


def test_an_answer_to_a_phone_is_relayed(account, user, service):
    factories.create_gateway(account)
    code = factories.create_code(account)
    factories.create_keyword(code, service)

    async def run(socket):
        await in_thread(receive_text, account)
        await in_thread(drain, "flow")
        seen = set()
        while not seen >= {"received", "ended", "queued", "routed"}:
            seen |= {line["status"] for line in (await receive(socket))["lines"]}
        return seen

    assert "queued" in look(sign_in(user), run)
