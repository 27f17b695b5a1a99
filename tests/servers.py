"""The PostgreSQL and Redis of one test run: started by its first process, ended with it."""

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psutil

from mep.base.embedded import postgres, redis_server, servers
from mep.base.embedded.place import Place, prepare
from mep.base.supervisor.guard import Guard
from mep.base.supervisor.program import Program, end, start

PREFIX = "mep-test-"
# Nothing here outlives the run, so nothing needs to survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class RunServers:
    """Both servers in a folder of their own, guarded against a run that is killed."""

    def __init__(self, *, durable: bool = False) -> None:
        self._options = {} if durable else FAST
        _remove_abandoned()
        self.home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self.home.chmod(0o711)
        self.place = prepare(self.home)
        self._guard = Guard()
        self._running: list[tuple[Program, subprocess.Popen[bytes]]] = []

    def start(self) -> None:
        """Start both and wait until they answer."""
        postgres.create(self.place)
        database = self._start(postgres.program(self.place, **self._options))
        broker = self._start(redis_server.program(self.place))
        servers.wait_for_redis(self.place, lambda: broker.poll() is None)
        servers.wait_for_postgres(self.place, lambda: database.poll() is None)

    def stop(self) -> None:
        """End both and remove their files."""
        for program, process in self._running:
            end(process, program.stop_signal)
        for _, process in self._running:
            process.wait()
            self._guard.forget(process.pid)
        self._running.clear()
        self._guard.close()
        _remove(self.place, self.home)

    def _start(self, program: Program) -> "subprocess.Popen[bytes]":
        process = start(program, self.home / f"{program.name}.log")
        self._guard.watch(process.pid, program)
        self._running.append((program, process))
        return process


def ensure() -> None:
    """Put the servers' addresses into the environment, starting them in the first process."""
    if "MEP_TEST_SERVERS" in os.environ:
        return
    own = RunServers()
    atexit.register(own.stop)
    own.start()
    os.environ["MEP_TEST_SERVERS"] = own.home.name
    os.environ["MEP_HOME"] = str(own.home)
    os.environ.update(servers.addresses(own.place))


def _remove(place: Place, home: Path) -> None:
    for folder in (place.sockets, place.data, home):
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned() -> None:
    """Remove what runs that were killed have left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
