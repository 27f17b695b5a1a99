"""The one rule: level, list, other roles, and both switches."""

from itertools import product

import pytest

from mep.accounts.rights import ALL, Rights
from mep.accounts.roles import EVERYTHING, LIST_OF_AREA, AccessList, Area, Level, OtherRole

MINE, OTHERS = "3D41AA9072", "3D41BB9183"


def rights(area=Area.SERVICES, level=Level.USER, *listed, roles=(), enabled=True):
    lists = {LIST_OF_AREA[area]: frozenset(listed)} if area in LIST_OF_AREA else {}
    return Rights(enabled, {area: level}, frozenset(roles), lists)


@pytest.mark.parametrize(
    ("held", "asked"), list(product(Level, [Level.VIEWER, Level.USER, Level.MANAGER]))
)
def test_a_level_includes_the_lower_ones(held, asked):
    assert rights(Area.SERVICES, held).allows(Area.SERVICES, asked) == (held >= asked)


def test_no_level_is_never_enough():
    assert not rights(Area.SERVICES, Level.MANAGER).allows(Area.SERVICES, Level.NONE)


@pytest.mark.parametrize("area", [area for area in Area if area != Area.SERVICES])
def test_a_level_counts_in_its_own_area_only(area):
    assert not rights(Area.SERVICES, Level.MANAGER).allows(area, Level.VIEWER)


@pytest.mark.parametrize("level", [Level.VIEWER, Level.USER])
def test_viewers_and_users_reach_what_is_listed(level):
    held = rights(Area.ROUTING, level, MINE)

    assert held.allows(Area.ROUTING, Level.VIEWER, objects=[MINE])
    assert not held.allows(Area.ROUTING, Level.VIEWER, objects=[OTHERS])
    assert not held.allows(Area.ROUTING, Level.VIEWER, objects=[MINE, OTHERS])


@pytest.mark.parametrize("area", [Area.SERVICES, Area.ROUTING, Area.SUBSCRIPTIONS, Area.CONTENT])
def test_managers_reach_everything_without_a_list(area):
    assert rights(area, Level.MANAGER).allows(area, Level.MANAGER, objects=[OTHERS])


def test_a_list_of_everything_includes_what_is_to_come():
    held = rights(Area.SERVICES, Level.USER, EVERYTHING)

    assert held.allows(Area.SERVICES, Level.USER, objects=[OTHERS])
    assert held.visible_in(Area.SERVICES) == ALL


@pytest.mark.parametrize("level", [Level.USER, Level.MANAGER])
def test_broadcast_types_come_from_the_list_whatever_the_level(level):
    held = rights(Area.BROADCASTS, level, "sms")

    assert held.allows(Area.BROADCASTS, Level.USER, objects=["sms"])
    assert not held.allows(Area.BROADCASTS, Level.USER, objects=["mms"])


def test_a_system_manager_has_every_broadcast_type_and_gateway_account():
    held = Rights(True, {Area.SYSTEM: Level.MANAGER, Area.BROADCASTS: Level.USER})

    assert held.allows(Area.BROADCASTS, Level.USER, objects=["mms"])
    assert held.allows(
        Area.BROADCASTS, Level.USER, objects=[MINE], within=AccessList.GATEWAY_ACCOUNTS
    )


def test_a_list_alone_gives_nothing():
    held = Rights(True, {}, lists={AccessList.SERVICE_COLLECTIONS: ALL})

    assert not held.allows(Area.SERVICES, Level.VIEWER, objects=[MINE])
    assert held.visible_in(Area.SERVICES) == frozenset()


def test_an_area_without_a_list_of_its_own_denies_objects():
    held = rights(Area.CONSOLE, Level.VIEWER)

    assert held.allows(Area.CONSOLE, Level.VIEWER)
    assert not held.allows(Area.CONSOLE, Level.VIEWER, objects=[MINE])


def test_other_roles_are_needed_all_at_once():
    both = (OtherRole.SUBSCRIPTION_API, OtherRole.USER_DETAILS)
    one = rights(Area.SUBSCRIPTIONS, Level.MANAGER, roles=both[:1])
    two = rights(Area.SUBSCRIPTIONS, Level.MANAGER, roles=both)

    assert not one.allows(Area.SUBSCRIPTIONS, Level.USER, other_roles=both)
    assert two.allows(Area.SUBSCRIPTIONS, Level.USER, other_roles=both)


def test_a_disabled_login_may_nothing():
    held = rights(Area.SERVICES, Level.MANAGER, enabled=False)

    assert not held.allows(Area.SERVICES, Level.VIEWER)
    assert held.visible_in(Area.SERVICES) == frozenset()


def test_scopes_lower_the_level_and_keep_the_reach():
    held = rights(Area.SERVICES, Level.MANAGER, roles=[OtherRole.INVOKE_SERVICE])
    limited = held.limited_to(["services:viewer"])

    assert limited.allows(Area.SERVICES, Level.VIEWER, objects=[OTHERS])
    assert not limited.allows(Area.SERVICES, Level.USER)
    assert not limited.allows(Area.SERVICES, Level.VIEWER, other_roles=[OtherRole.INVOKE_SERVICE])


def test_scopes_never_raise_a_level():
    limited = rights(Area.SERVICES, Level.VIEWER).limited_to(
        ["services:manager", "routing:manager", "invoke_service"]
    )

    assert limited.level(Area.SERVICES) == Level.VIEWER
    assert limited.level(Area.ROUTING) == Level.NONE
    assert not limited.roles
