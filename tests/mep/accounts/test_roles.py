"""The documented names of roles."""

import pytest

from mep.accounts.roles import Area, Level, OtherRole, find_role, role_names


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Services Manager", (Area.SERVICES, Level.MANAGER)),
        ("subscriptions user", (Area.SUBSCRIPTIONS, Level.USER)),
        ("  Routing   Viewer ", (Area.ROUTING, Level.VIEWER)),
        ("Security Manager", (Area.SECURITY, Level.MANAGER)),
        ("Invoke Service API", OtherRole.INVOKE_SERVICE),
        ("HTTP Inject API user", OtherRole.INJECT_MESSAGE),
        ("HTTP Subscription API user", OtherRole.SUBSCRIPTION_API),
        ("View and download user details", OtherRole.USER_DETAILS),
    ],
)
def test_finds_roles_by_their_documented_names(name, role):
    assert find_role(name) == role


@pytest.mark.parametrize("name", ["", "Services", "Security Viewer", "Console Manager", "Admin"])
def test_finds_no_role_that_does_not_exist(name):
    assert find_role(name) is None


def test_every_name_listed_is_found():
    assert all(find_role(name) for name in role_names())
