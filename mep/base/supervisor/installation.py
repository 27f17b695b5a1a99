"""One installation on one machine, from its first part started to its last part stopped."""

import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections

from mep.base.embedded import postgres, redis_server, servers
from mep.base.embedded.place import Place, prepare
from mep.base.supervisor import logs, parts, preflight
from mep.base.supervisor.parent import Parent
from mep.base.supervisor.preflight import DEMO_LOGIN, DEMO_PASSWORD, Refused
from mep.base.supervisor.supervisor import Part, Supervisor

READY_SECONDS = 120
LOOK_SECONDS = 0.1
ASK_SECONDS = 0.3
PARTS_GRACE_SECONDS = 5.0
SERVERS_GRACE_SECONDS = 3.0
SERVERS = ("database", "redis")


class Stopped(BaseException):
    """Somebody asked us to stop while something longer was under way."""


class Installation:
    """Everything that ``up`` runs; ``say`` gets the lines for whoever started it."""

    def __init__(self, say: Callable[[str], None], *, follow_parent: bool = False) -> None:
        self._say = say
        self._parent = Parent(os.getppid()) if follow_parent else None
        self._is_stopping = False
        self._may_interrupt = False

    def run(self) -> None:
        """Start every part and keep them running until told to stop."""
        lock = preflight.lock(settings.MEP_HOME)
        self._check()
        place = self._private_place()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note_signal)
        log_folder = settings.MEP_HOME / "logs"
        log_folder.mkdir(mode=0o700, exist_ok=True)
        self._supervisor = Supervisor(log_folder, self._say)
        try:
            self._run(place)
        finally:
            self._stop()
            os.close(lock)

    def _check(self) -> None:
        preflight.check_demo_host(settings.MEP_HOST)
        preflight.check_address(settings.MEP_HOST, settings.MEP_PORT, "MEP_PORT")
        preflight.check_address(settings.MEP_HOST, settings.MEP_LIVE_PORT, "MEP_LIVE_PORT")
        given = _given()
        if "DATABASE_URL" in given:
            preflight.check_database()
        if "REDIS_URL" in given:
            preflight.check_redis()

    def _private_place(self) -> Place | None:
        """Prepare the private servers' folders, unless both servers are given."""
        if all(os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL")):
            return None
        place = prepare(settings.MEP_HOME)
        servers.write_addresses(place, settings.MEP_SERVERS_FILE)
        known = {"DATABASE_URL": settings.DATABASE_URL, "REDIS_URL": settings.REDIS_URL}
        if known != servers.addresses(place) | _given():
            # The settings were read before the servers had addresses, so begin again.
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  ourselves
        if place.data != settings.MEP_HOME:
            self._say(f"{settings.MEP_HOME} is private; the servers' files are in {place.data}")
        return place

    def _run(self, place: Place | None) -> None:
        if place:
            self._start_servers(place)
        self._uninterrupted(self._fill_database)
        if self._is_stopping:
            return
        names = [self._supervisor.start(program).program.name for program in parts.all_parts()]
        self._say(f"Starting {', '.join(names)}")
        self._wait_until_ready()
        while not self._must_stop():
            self._supervisor.look()
            time.sleep(LOOK_SECONDS)

    def _start_servers(self, place: Place) -> None:
        given = _given()
        if "DATABASE_URL" not in given:
            self._say("Starting PostgreSQL")
            postgres.create(place)
            database = self._supervisor.start(postgres.program(place))
        if "REDIS_URL" not in given:
            self._say("Starting Redis")
            broker = self._supervisor.start(redis_server.program(place))
            self._wait_for(servers.wait_for_redis, place, broker)
        if "DATABASE_URL" not in given:
            self._wait_for(servers.wait_for_postgres, place, database)

    def _wait_for(
        self, wait: Callable[[Place, Callable[[], bool]], None], place: Place, part: Part
    ) -> None:
        try:
            wait(place, lambda: part.is_running)
        except servers.DoesNotAnswer as error:
            log = self._supervisor.log_of(part.program.name)
            raise Refused(f"{error}: {logs.last_line(log)} ({log})") from None

    def _fill_database(self) -> None:
        self._say("Bringing the database up to date")
        call_command("migrate", verbosity=0, interactive=False)
        preflight.check_demo_logins(settings.MEP_HOST)
        if settings.MEP_DEMO:
            if not get_user_model()._default_manager.exists():
                self._say("Loading the demo data")
            call_command("load_demo", verbosity=0)
        connections.close_all()

    def _uninterrupted(self, work: Callable[[], None]) -> None:
        """Do something that takes a while; a request to stop breaks it off."""
        self._may_interrupt = True
        with suppress(Stopped):
            if not self._is_stopping:
                work()
        self._may_interrupt = False

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        wrong = ["web"]
        said: list[str] = []
        while wrong and not self._must_stop():
            self._supervisor.look()
            time.sleep(ASK_SECONDS)
            wrong = _wrong_parts()
            if wrong != said and wrong:
                self._say(f"Waiting for {', '.join(wrong)}")
            said = wrong
            if time.monotonic() > deadline:
                logs_at = self._supervisor.log_folder
                raise Refused(
                    f"no answer from {', '.join(wrong)} in {READY_SECONDS} s; see {logs_at}"
                )
        if not wrong:
            self._announce()

    def _announce(self) -> None:
        self._say(f"MEP is ready at {_address()}")
        if settings.MEP_DEMO:
            self._say(f"Demo login: {DEMO_LOGIN}, password {DEMO_PASSWORD}")

    def _stop(self) -> None:
        self._say("Stopping")
        self._supervisor.stop((part.name for part in parts.all_parts()), PARTS_GRACE_SECONDS)
        self._supervisor.stop(SERVERS, SERVERS_GRACE_SECONDS)
        self._supervisor.close()
        self._say("MEP has stopped")

    def _must_stop(self) -> bool:
        return self._is_stopping or self._is_left()

    def _is_left(self) -> bool:
        parent = self._parent
        return parent is not None and (parent.is_gone() or parent.was_interrupted())

    def _note_signal(self, number: int, frame: FrameType | None) -> None:
        self._is_stopping = True
        if self._may_interrupt:
            self._may_interrupt = False
            raise Stopped


def _given() -> dict[str, str]:
    names = ("DATABASE_URL", "REDIS_URL")
    return {name: url for name in names if (url := os.environ.get(name))}


def _address() -> str:
    host = settings.MEP_HOST
    if host in {"0.0.0.0", "::"}:  # noqa: S104  compared only
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.MEP_PORT}"


def _wrong_parts() -> list[str]:
    try:
        with urllib.request.urlopen(f"{_address()}/healthz", timeout=3):  # noqa: S310  ourselves
            return []
    except urllib.error.HTTPError as error:
        with suppress(ValueError):
            return list(json.load(error)["wrong"])
    except OSError:
        pass
    return ["web"]
