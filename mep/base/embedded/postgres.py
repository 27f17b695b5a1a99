"""A private PostgreSQL: its files, its settings, its program."""

import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psutil

from mep.base.embedded.binaries import postgres_binaries
from mep.base.embedded.place import CannotPrepare, Place, own_folder
from mep.base.supervisor.program import Program, run

USER = DATABASE = "mep"
ORPHAN_SECONDS = 20

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "300",
    "shared_buffers": "192MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def url(place: Place) -> str:
    """Give the database's address."""
    host = quote(str(place.sockets), safe="")
    return f"postgresql://{USER}:{place.password}@{host}/{DATABASE}"


def program(place: Place, **overrides: str) -> Program:
    """Describe the server; its files must exist."""
    settings = {**SETTINGS, "unix_socket_directories": str(place.sockets), **overrides}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    binary = postgres_binaries(place.owner) / "postgres"
    return Program(
        name="database",
        argv=(str(binary), "-D", str(place.postgres), *options),
        env=_environment(),
        owner=place.owner,
        stop_signal=signal.SIGINT,
    )


def create(place: Place) -> None:
    """Make the database's files if there are none, and end a server left behind."""
    if not (place.postgres / "PG_VERSION").exists():
        _initdb(place)
    _end_orphan(place.postgres / "postmaster.pid", place.postgres)


def _initdb(place: Place) -> None:
    # An initdb that was interrupted leaves a folder that looks whole, so it gets its name last.
    unfinished = place.data / "postgres.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    own_folder(unfinished, place.owner)
    password = place.sockets / "initdb.password"
    try:
        _write_for_owner(password, place)
        _run_initdb(unfinished, password, place)
    finally:
        password.unlink(missing_ok=True)
    unfinished.rename(place.postgres)


def _write_for_owner(path: Path, place: Place) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{place.password}\n")
    if place.owner:
        os.chown(path, place.owner.uid, place.owner.gid)


def _run_initdb(folder: Path, password: Path, place: Place) -> None:
    argv = (
        *(str(postgres_binaries(place.owner) / "initdb"), "-D", str(folder), "-U", USER),
        *("--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8"),
        *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    )
    status, output = run(Program("initdb", argv, _environment(), place.owner))
    if status:
        last = output.strip().splitlines()[-1:] or ["no reason given"]
        raise CannotPrepare(f"the database could not be created: {last[0]}")


def _end_orphan(pidfile: Path, data: Path) -> None:
    """Deal with what a server that was killed left in its files.

    PostgreSQL refuses to start when the process number in the file is in use, whoever uses it.
    """
    try:
        pid = int(pidfile.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    if not _is_server(pid, data):
        pidfile.unlink(missing_ok=True)
        return
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    _wait_for_end(pid)


def _is_server(pid: int, data: Path) -> bool:
    try:
        process = psutil.Process(pid)
        return process.name() == "postgres" and Path(process.cwd()) == data
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + ORPHAN_SECONDS
    while psutil.pid_exists(pid):
        if time.monotonic() > deadline:
            raise CannotPrepare(f"a PostgreSQL of an earlier run (process {pid}) does not end")
        time.sleep(0.1)


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
