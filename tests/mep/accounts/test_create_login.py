"""``manage.py create_login``."""

import io

import pytest
from django.core.management import CommandError, call_command

from mep.accounts import selectors
from mep.accounts.models import Account, User
from mep.accounts.roles import AccessList, Area, Level, OtherRole
from tests.mep.accounts.conftest import PASSWORD


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("MEP_PASSWORD", PASSWORD)


def create(*options):
    out = io.StringIO()
    call_command("create_login", "Northquay Ferries", "ann", *options, stdout=out)
    return out.getvalue()


def test_creates_a_login_with_roles_and_lists(account):
    said = create(
        "--role=Services User", "--role=Invoke Service API", "--list=service_collections=3d41aa9072"
    )

    user = User.objects.get()
    rights = selectors.load_logins([user.pk])[user.pk].rights
    assert "ann created in account Northquay Ferries" in said
    assert user.check_password(PASSWORD)
    assert rights.levels == {Area.SERVICES: Level.USER}
    assert rights.roles == {OtherRole.INVOKE_SERVICE}
    assert rights.lists == {AccessList.SERVICE_COLLECTIONS: {"3D41AA9072"}}


def test_takes_the_password_from_standard_input(account, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("Copper-Compass-8\n"))

    create("--password-stdin")

    assert User.objects.get().check_password("Copper-Compass-8")


def test_creates_the_account_on_demand(db):
    create("--create-account")

    assert Account.objects.get().name == "Northquay Ferries"


def test_leaves_no_account_behind_when_the_login_is_refused(db, monkeypatch):
    monkeypatch.setenv("MEP_PASSWORD", "short")

    with pytest.raises(CommandError, match="too short"):
        create("--create-account")

    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--role=Boss"], 'There is no role "Boss"'),
        (["--list=cats=all"], 'There is no access list "cats"'),
        (["--list=service_collections=xyz"], "is not an id"),
    ],
)
def test_says_what_is_wrong(account, options, words):
    with pytest.raises(CommandError, match=words):
        create(*options)


def test_says_that_there_is_no_account(db):
    with pytest.raises(CommandError, match="--create-account"):
        create()


def test_says_that_there_is_no_password(account, monkeypatch):
    monkeypatch.delenv("MEP_PASSWORD")
    monkeypatch.setattr("sys.stdin", io.StringIO())

    with pytest.raises(CommandError, match="MEP_PASSWORD"):
        create()


def test_all_and_broadcast_types_stand_on_lists(account):
    create("--list=broadcast_types=SMS,mms", "--list=gateway_accounts=all")

    user = User.objects.get()
    lists = selectors.load_logins([user.pk])[user.pk].rights.lists
    assert lists == {AccessList.BROADCAST_TYPES: {"sms", "mms"}, AccessList.GATEWAY_ACCOUNTS: {"*"}}
