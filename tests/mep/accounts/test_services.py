"""Creating logins, passwords and rights."""

import pytest

from mep.accounts import selectors, services
from mep.accounts.models import AccessEntry, Grant, HeldRole, User
from mep.accounts.roles import EVERYTHING, AccessList, Area, Level, OtherRole, find_role
from mep.accounts.services import NewLogin, NewRights
from mep.base.errors import Conflict, Invalid, NotFound
from tests.mep.accounts.conftest import PASSWORD


def test_creates_an_enabled_login_that_may_nothing(create_login):
    user = create_login(name=" Ann Lee ")

    assert (user.name, user.is_active, user.check_password(PASSWORD)) == ("Ann Lee", True, True)
    assert not Grant.objects.exists()


def test_creates_a_login_with_its_rights(create_login):
    roles = [find_role(name) for name in ("Services User", "Invoke Service API", "System Viewer")]
    lists = {AccessList.SERVICE_COLLECTIONS: ["3D41AA9072"], AccessList.GATEWAY_ACCOUNTS: ["*"]}

    user = create_login(rights=NewRights.of(roles, lists))

    rights = selectors.load_logins([user.pk])[user.pk].rights
    assert rights.levels == {Area.SERVICES: Level.USER, Area.SYSTEM: Level.VIEWER}
    assert rights.roles == {OtherRole.INVOKE_SERVICE}
    assert rights.lists[AccessList.SERVICE_COLLECTIONS] == {"3D41AA9072"}
    assert rights.lists[AccessList.GATEWAY_ACCOUNTS] == {EVERYTHING}


def test_the_highest_level_named_counts():
    roles = [(Area.ROUTING, Level.MANAGER), (Area.ROUTING, Level.VIEWER)]

    assert NewRights.of(roles).levels == {Area.ROUTING: Level.MANAGER}


@pytest.mark.parametrize("username", ["ann", "ANN"])
def test_refuses_a_name_that_is_taken_in_any_case(ann, create_login, username):
    with pytest.raises(Conflict, match="taken|already exists"):
        create_login(username)


@pytest.mark.parametrize("username", ["", "ab", "a" * 65, "ann lee", "ann\n", "änn", "a/b"])
def test_refuses_a_name_of_the_wrong_form(create_login, username):
    with pytest.raises(Invalid, match="username"):
        create_login(username)


@pytest.mark.parametrize("username", ["abc", "a" * 64, "Ann.Lee_1-2@x"])
def test_takes_names_of_the_documented_form(create_login, username):
    assert create_login(username).username == username


@pytest.mark.parametrize("password", ["", "Short-1", "password123", "1234567890", "2837465910"])
def test_refuses_weak_passwords(account, password):
    with pytest.raises(Invalid) as refusal:
        services.create_login(account, NewLogin("ann", password))

    assert refusal.value.code == "weak_password"
    assert not User.objects.exists()


@pytest.mark.parametrize("level", [Level.VIEWER, Level.USER])
def test_refuses_a_level_that_an_area_does_not_have(ann, level):
    area = Area.SECURITY if level == Level.VIEWER else Area.CONSOLE

    with pytest.raises(Invalid, match="has no level"):
        services.set_rights(ann, NewRights(levels={area: level}))


def test_setting_rights_replaces_all_of_them(create_login):
    user = create_login(
        rights=NewRights(
            {Area.SERVICES: Level.USER},
            [OtherRole.INVOKE_SERVICE],
            {AccessList.SERVICE_COLLECTIONS: ["A1"]},
        )
    )

    services.set_rights(user, NewRights({Area.ROUTING: Level.VIEWER}))

    assert [str(grant) for grant in user.grants.all()] == ["Routing Viewer"]
    assert not HeldRole.objects.exists()
    assert not AccessEntry.objects.exists()


def test_a_new_password_ends_the_sessions(ann):
    before = ann.get_session_auth_hash()
    changed_at = ann.password_changed_at

    services.set_password(ann, "Copper-Compass-8")

    assert ann.get_session_auth_hash() != before
    assert ann.password_changed_at > changed_at


def test_disabling_ends_the_sessions_for_good(ann):
    before = ann.get_session_auth_hash()

    services.disable_login(ann)
    services.enable_login(ann)

    assert ann.get_session_auth_hash() != before
    assert ann.is_active


def test_refuses_a_second_account_of_a_name(account):
    with pytest.raises(Conflict):
        services.create_account("northquay FERRIES")


def test_refuses_a_zone_that_does_not_exist(db):
    with pytest.raises(Invalid, match="time_zone"):
        services.create_account("Elsewhere", time_zone="Atlantis/Deep")


def test_finds_only_logins_of_the_account(ann):
    other = services.create_account("Other")

    assert selectors.get_user(ann.account_id, ann.public_id.lower()) == ann
    with pytest.raises(NotFound):
        selectors.get_user(other.pk, ann.public_id)
    assert list(selectors.list_users(other.pk)) == []
