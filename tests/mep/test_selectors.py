"""What every selector owes: nothing of another account, nothing of a sandbox."""

import inspect

import pytest
from django.utils import timezone

from flows import selectors as flows
from flows.models import Event
from mep.accounts.models import User
from mep.messaging import selectors as messaging
from mep.routing import selectors as routing
from tests import factories

LISTS = [
    function
    for module in (flows, messaging, routing)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if name.startswith("list_")
    and function.__module__ == module.__name__
    and [each.annotation for each in inspect.signature(function).parameters.values()] == [User]
]
OF_SANDBOXES = [flows.list_sessions, flows.list_trace, flows.list_refusals, messaging.list_messages]


@pytest.fixture
def user(db):
    return factories.create_login(factories.create_account())


def fill(account, sandbox_of=None):
    """Create a row for every list; return the login that made them."""
    user = sandbox_of or factories.create_login(account)
    service = factories.create_service(factories.create_collection(account))
    sandbox = factories.create_sandbox(service, user) if sandbox_of else None
    session = factories.create_session(service, sandbox=sandbox)
    factories.create_trace_line(session, sandbox=sandbox)
    factories.create_message(account, service=service, sandbox=sandbox)
    factories.create_event(
        session.end_user,
        status=Event.Status.REFUSED,
        reason="paused",
        done_at=timezone.now(),
        sandbox=sandbox,
    )
    code = factories.create_code(account)
    factories.create_keyword(code, service)
    return user


@pytest.mark.parametrize("select", LISTS, ids=lambda select: select.__name__)
def test_lists_what_is_in_the_account(db, select):
    assert select(fill(factories.create_account())).exists()


@pytest.mark.parametrize("select", LISTS, ids=lambda select: select.__name__)
def test_lists_nothing_of_another_account(user, select):
    fill(factories.create_account())

    assert not select(user).exists()


@pytest.mark.parametrize("select", LISTS, ids=lambda select: select.__name__)
def test_lists_nothing_for_a_login_without_rights(db, select):
    account = factories.create_account()
    fill(account)
    stranger = factories.create_login(account, rights=factories.rights())

    found = select(stranger)

    assert select is flows.list_refusals or not found.exists()


@pytest.mark.parametrize("select", OF_SANDBOXES, ids=lambda select: select.__name__)
def test_lists_nothing_of_a_sandbox(user, select):
    fill(user.account, sandbox_of=user)

    assert not select(user).exists()
