"""``manage.py create_login``: a login for an account, from the command line."""

import getpass
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from mep.accounts import selectors, services
from mep.accounts.models import Account, User
from mep.accounts.roles import EVERYTHING, AccessList, Role, find_role, role_names
from mep.accounts.services import NewLogin, NewRights
from mep.base.errors import MepError
from mep.base.ids import parse_id

PASSWORD_VARIABLE = "MEP_PASSWORD"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    """Creates a login; the password comes from MEP_PASSWORD, standard input, or a prompt."""

    help = (
        "Create a login. The password is taken from the environment variable MEP_PASSWORD, from "
        "standard input with --password-stdin, or asked for. Roles: " + "; ".join(role_names())
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", help="name of the account")
        parser.add_argument("username", help="3 to 64 of A-Z a-z 0-9 . _ - @")
        parser.add_argument("--name", default="", help="the person's name")
        parser.add_argument("--email", default="")
        parser.add_argument("--api-only", action="store_true", help="may not open the pages")
        parser.add_argument("--create-account", action="store_true", help="if there is none")
        parser.add_argument("--password-stdin", action="store_true")
        parser.add_argument(
            "--role", action="append", default=[], metavar="NAME", help='e.g. "Services Manager"'
        )
        parser.add_argument(
            "--list",
            action="append",
            default=[],
            metavar="LIST=ID,ID|all",
            help="one of " + ", ".join(AccessList.values),
        )

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401 - set by argparse
        """Create the login, or say in one line why not."""
        try:
            user = _create(options)
        except MepError as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"Login {user.username} created in account {user.account}.")


@transaction.atomic
def _create(options: dict[str, Any]) -> User:
    rights = NewRights.of(_roles(options["role"]), _lists(options["list"]))
    login = NewLogin(
        username=options["username"],
        password=_password(options["password_stdin"]),
        name=options["name"],
        email=options["email"],
        api_only=options["api_only"],
    )
    account = _account(options["account"], options["create_account"])
    return services.create_login(account, login, rights)


def _account(name: str, may_create: bool) -> Account:
    account = selectors.find_account(name)
    if account is None and not may_create:
        raise CommandError(f'There is no account "{name}". Add --create-account to create it.')
    return account or services.create_account(name)


def _password(is_on_stdin: bool) -> str:
    if is_on_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if given := os.environ.get(PASSWORD_VARIABLE):
        return given
    if not sys.stdin.isatty():
        raise CommandError(f"No password: set {PASSWORD_VARIABLE} or use --password-stdin.")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise CommandError("The two passwords differ.")
    return password


def _roles(names: Iterable[str]) -> list[Role]:
    return [_role(name) for name in names]


def _role(name: str) -> Role:
    role = find_role(name)
    if role is None:
        raise CommandError(f'There is no role "{name}". Roles: {"; ".join(role_names())}.')
    return role


def _lists(words: Iterable[str]) -> dict[AccessList, list[str]]:
    lists: dict[AccessList, list[str]] = {}
    for word in words:
        name, _, objects = word.partition("=")
        if name not in AccessList.values:
            known = ", ".join(AccessList.values)
            raise CommandError(f'There is no access list "{name}". Lists: {known}.')
        lists.setdefault(AccessList(name), []).extend(_objects(AccessList(name), objects))
    return lists


def _objects(name: AccessList, text: str) -> list[str]:
    if text == "all":
        return [EVERYTHING]
    words = [word.strip() for word in text.split(",") if word.strip()]
    if name == AccessList.BROADCAST_TYPES:
        return [word.lower() for word in words]
    return [_object_id(name, word) for word in words]


def _object_id(name: AccessList, word: str) -> str:
    public_id = parse_id(word)
    if public_id is None:
        raise CommandError(f'"{word}" on {name.value} is not an id of hexadecimal digits.')
    return public_id
