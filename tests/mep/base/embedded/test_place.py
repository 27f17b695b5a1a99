import os
import stat
import tempfile
from pathlib import Path

import pytest

from mep.base.embedded import place as places
from mep.base.embedded import postgres, redis_server, servers
from mep.base.embedded.place import CannotPrepare, prepare


@pytest.fixture
def home():
    """Give a folder that every system user can reach."""
    with tempfile.TemporaryDirectory(prefix="mep-home-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_keeps_the_password_for_the_owner_alone(home):
    place = prepare(home)

    assert len(place.password) >= 32
    assert mode_of(home / "servers.password") == 0o600
    assert prepare(home).password == place.password


def test_makes_folders_that_only_the_servers_may_enter(home):
    place = prepare(home)

    assert mode_of(place.redis) == 0o700
    assert mode_of(place.sockets) == 0o700


def test_leaves_the_folders_above_alone(home):
    before = mode_of(home)

    prepare(home)

    assert mode_of(home) == before


def test_keeps_socket_paths_short_in_a_deep_folder(home):
    place = prepare(home / ("deep" * 20) / ("deeper" * 20))

    assert len(str(place.sockets / ".s.PGSQL.5432.lock")) <= places.LONGEST_SOCKET_PATH
    place.sockets.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers run as somebody else")
def test_moves_the_servers_out_of_a_private_folder(home, monkeypatch):
    monkeypatch.setattr(places, "SYSTEM_HOME", home / "system")
    private = home / "private"
    private.mkdir(mode=0o700)

    place = prepare(private / "var")

    assert place.data.parent == home / "system"
    assert mode_of(private) == 0o700
    assert places.can_enter(place.owner, place.redis)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers run as somebody else")
def test_keeps_moved_data_where_it_is_when_the_folder_opens(home, monkeypatch):
    monkeypatch.setattr(places, "SYSTEM_HOME", home / "system")
    private = home / "private"
    private.mkdir(mode=0o700)
    before = prepare(private / "var")
    before.postgres.mkdir()
    private.chmod(0o755)

    assert prepare(private / "var").data == before.data


def test_refuses_a_folder_that_cannot_be_made(home):
    (home / "file").write_text("")

    with pytest.raises(CannotPrepare, match="cannot be used"):
        prepare(home / "file" / "home")


def test_refuses_a_socket_folder_that_somebody_else_made(home):
    stranger = home / "stranger"
    stranger.write_text("not a folder")

    with pytest.raises(CannotPrepare, match="belongs to somebody else"):
        places._refuse_stranger(stranger, None)


def test_leaves_the_addresses_where_the_settings_find_them(home):
    place = prepare(home)

    servers.write_addresses(place, home / "servers.json")

    assert mode_of(home / "servers.json") == 0o600


def test_keeps_the_password_off_the_command_lines(home):
    place = prepare(home)
    commands = [*postgres.program(place).argv, *redis_server.program(place).argv]

    assert not any(place.password in argument for argument in commands)


def test_forgets_a_process_number_that_another_program_has_now(home):
    place = prepare(home)
    place.postgres.mkdir()
    (place.postgres / "PG_VERSION").write_text("18")
    pidfile = place.postgres / "postmaster.pid"
    pidfile.write_text(f"{os.getpid()}\n")

    postgres.create(place)

    assert not pidfile.exists()
