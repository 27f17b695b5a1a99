"""Refusals: what is visible is forbidden, what is invisible does not exist."""

import pytest
from django.contrib.auth.models import AnonymousUser

from mep.accounts import access, selectors, services
from mep.accounts.models import Account, Lockout, User
from mep.accounts.roles import AccessList, Area, Level, OtherRole
from mep.accounts.services import NewRights
from mep.base.errors import NotAllowed, NotFound

MINE, OTHERS = "3D41AA9072", "3D41BB9183"
VIEWER = NewRights(
    levels={Area.SERVICES: Level.VIEWER}, lists={AccessList.SERVICE_COLLECTIONS: [MINE]}
)


@pytest.fixture
def viewer(create_login):
    return create_login(rights=VIEWER)


def test_lets_through_what_is_allowed(viewer):
    access.check(viewer, Area.SERVICES, Level.VIEWER, objects=[MINE])


def test_refuses_a_visible_object_as_not_allowed(viewer):
    with pytest.raises(NotAllowed, match="Services User"):
        access.check(viewer, Area.SERVICES, Level.USER, objects=[MINE])


@pytest.mark.parametrize("level", [Level.VIEWER, Level.USER])
def test_refuses_an_invisible_object_as_not_found(viewer, level):
    with pytest.raises(NotFound):
        access.check(viewer, Area.SERVICES, level, objects=[OTHERS])


def test_names_the_other_roles_that_are_missing(viewer):
    with pytest.raises(NotAllowed, match="Services Viewer and Invoke Service API"):
        access.check(viewer, Area.SERVICES, Level.VIEWER, other_roles=[OtherRole.INVOKE_SERVICE])


def test_a_stranger_may_nothing():
    assert not access.is_allowed(AnonymousUser(), Area.SERVICES, Level.VIEWER)
    assert access.visible_ids(AnonymousUser(), Area.SERVICES) == frozenset()


def test_visible_ids_are_the_listed_ones_or_all(viewer, create_login):
    manager = create_login("bob", NewRights(levels={Area.SERVICES: Level.MANAGER}))

    assert access.visible_ids(viewer, Area.SERVICES) == {MINE}
    assert access.visible_ids(manager, Area.SERVICES) is None


def test_rights_are_read_once_for_a_request(viewer, django_assert_num_queries):
    user = User.objects.get(pk=viewer.pk)

    with django_assert_num_queries(1):
        for _ in range(3):
            access.is_allowed(user, Area.SERVICES, Level.VIEWER, objects=[MINE])


@pytest.mark.parametrize("switch", ["login", "account"])
def test_either_switch_takes_everything(viewer, account, switch):
    if switch == "login":
        services.disable_login(viewer)
    else:
        Account.objects.filter(pk=account.pk).update(enabled=False)

    user = User.objects.get(pk=viewer.pk)

    assert not access.is_allowed(user, Area.SERVICES, Level.VIEWER)


def test_the_runner_asks_by_id(viewer):
    assert access.sees(viewer.pk, Area.SERVICES, MINE)
    assert not access.sees(viewer.pk, Area.SERVICES, OTHERS)
    assert not access.sees(viewer.pk, Area.ROUTING, MINE)
    assert not access.sees(0, Area.SERVICES, MINE)


def test_a_login_read_for_credentials_is_a_subject(viewer):
    login, _ = selectors.find_login("ANN", Lockout.Door.API)

    assert access.is_allowed(login, Area.SERVICES, Level.VIEWER, objects=[MINE])
