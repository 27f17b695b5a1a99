"""Where the private servers keep their files, and which system user runs them."""

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mep.base.supervisor.program import Owner

SERVER_USER = "mep"
SYSTEM_HOME = Path("/var/lib/mep")
LONGEST_SOCKET_PATH = 100
"""Bytes; Linux allows 107 with the name of the socket's file in it."""


class CannotPrepare(Exception):
    """The private servers have no place to live; the message says why."""


@dataclass(frozen=True)
class Place:
    """Folders and secret of one installation's private servers."""

    data: Path
    sockets: Path
    password: str
    owner: Owner | None

    @property
    def postgres(self) -> Path:
        """The database's files."""
        return self.data / "postgres"

    @property
    def redis(self) -> Path:
        """The folder Redis runs in."""
        return self.data / "redis"


def prepare(home: Path) -> Place:
    """Make the folders and the password, or raise ``CannotPrepare``."""
    try:
        return _prepare(home)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotPrepare(f"{error.filename or home} cannot be used: {reason}") from None


def digest(home: Path) -> str:
    """Tell installations apart in folders they share."""
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]


def can_enter(owner: Owner | None, folder: Path) -> bool:
    """Say whether a system user can reach what is inside a folder."""
    if owner is None:
        return True
    outcome = subprocess.run(  # noqa: S603  a fixed command
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
        cwd="/",
        user=owner.uid,
        group=owner.gid,
        extra_groups=[],
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return outcome.returncode == 0


def own_folder(path: Path, owner: Owner | None, mode: int = 0o700) -> Path:
    """Make a folder, its parents included, that belongs to the servers' user."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    if owner:
        os.chown(path, owner.uid, owner.gid)
    return path


def _prepare(home: Path) -> Place:
    owner = _server_owner()
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    data = _data_folder(home, owner)
    place = Place(data, _socket_folder(data, owner), _password(home), owner)
    own_folder(place.redis, owner)
    return place


def _data_folder(home: Path, owner: Owner | None) -> Path:
    system = SYSTEM_HOME / digest(home)
    # Data that is there already stays where it is, whatever became of the home's permissions.
    if can_enter(owner, home) and not (system / "postgres").exists():
        return home
    SYSTEM_HOME.mkdir(mode=0o711, exist_ok=True)
    system.mkdir(mode=0o711, exist_ok=True)
    return system


def _server_owner() -> Owner | None:
    if os.geteuid() != 0:
        return None
    for name in (SERVER_USER, "nobody"):
        with suppress(KeyError):
            return _owner_named(name)
        _create_user(name)
        with suppress(KeyError):
            return _owner_named(name)
    raise CannotPrepare("PostgreSQL refuses to run as root and there is no other system user")


def _owner_named(name: str) -> Owner:
    entry = pwd.getpwnam(name)
    return Owner(entry.pw_uid, entry.pw_gid)


def _create_user(name: str) -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if useradd:
        options = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run(  # noqa: S603  a fixed command
            [useradd, *options, name], stderr=subprocess.DEVNULL, check=False
        )


def _socket_folder(data: Path, owner: Owner | None) -> Path:
    inside = data / "sockets"
    if len(os.fsencode(inside)) + len("/.s.PGSQL.5432.lock") <= LONGEST_SOCKET_PATH:
        return own_folder(inside, owner)
    outside = Path(tempfile.gettempdir()) / f"mep-{os.geteuid()}-{digest(data)}"
    outside.mkdir(mode=0o700, exist_ok=True)
    _refuse_stranger(outside, owner)
    return own_folder(outside, owner)


def _refuse_stranger(folder: Path, owner: Owner | None) -> None:
    # Anybody can make a folder of this name in a shared temporary folder before we do.
    facts = folder.lstat()
    ours = {os.geteuid(), owner.uid if owner else os.geteuid()}
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in ours:
        raise CannotPrepare(f"{folder} belongs to somebody else; set MEP_HOME to a shorter path")


def _password(home: Path) -> str:
    path = home / "servers.password"
    if path.exists():
        return path.read_text().strip()
    password = secrets.token_hex(24)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password)
    return password
