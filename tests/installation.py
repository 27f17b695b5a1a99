"""A whole installation of MEP for a test: `manage.py up` in a folder and on ports of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
UP = (sys.executable, "manage.py", "up")
READY_SECONDS = 90
STOP_SECONDS = 10
LOOK_SECONDS = 0.1
INHERITED = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


class Installation:
    """Starts, asks, kills and stops one installation."""

    def __init__(self, **env: str) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="mep-up-"))
        self.home.chmod(0o711)
        self.port, self.live_port = free_port(), free_port()
        self.env = {name: value for name, value in os.environ.items() if _is_plain(name)}
        self.env |= {"MEP_HOME": str(self.home), "MEP_PORT": str(self.port)}
        self.env |= {"MEP_LIVE_PORT": str(self.live_port), **env}
        self._output = self.home / "up.out"
        self.up: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        """Everything `up` has said."""
        return self._output.read_text()

    def start(self, argv: tuple[str, ...] = UP) -> None:
        """Run `up` until it says that MEP is ready."""
        with self._output.open("w") as output:
            self.up = subprocess.Popen(  # noqa: S603  ourselves
                argv,
                cwd=ROOT,
                env=self.env,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.wait_for("MEP is ready at", READY_SECONDS)

    def wait_for(self, words: str, seconds: float = 30) -> None:
        """Return once `up` has said these words."""
        wait_until(lambda: words in self.output or self.up.poll() is not None, seconds)
        assert words in self.output, self.output

    def wait_for_health(self, seconds: float = 30) -> None:
        """Return once every part answers."""
        wait_until(lambda: self.status("/healthz") == 200, seconds)

    def status(self, path: str) -> int:
        """Give the status of a page, 0 if nobody answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:  # noqa: S310  ourselves
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def kill(self, words: str) -> None:
        """Kill the oldest process whose command line has these words."""
        self.find(words).kill()

    def find(self, words: str) -> psutil.Process | None:
        """Give the oldest living process whose command line has these words."""
        found = [process for process in self.processes() if words in _command(process)]
        return min(found, key=lambda process: process.create_time(), default=None)

    def processes(self) -> list[psutil.Process]:
        """List every process of this installation."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask `up` to stop and give its exit status."""
        self.up.send_signal(number)
        return self.up.wait(STOP_SECONDS)

    def remove(self) -> None:
        """Stop if need be, and remove the folder."""
        if self.up and self.up.poll() is None:
            self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            in_home = Path(process.cwd()).is_relative_to(self.home)
            return in_home or process.environ().get("MEP_HOME") == str(self.home)
        except (psutil.NoSuchProcess, psutil.AccessDenied, FileNotFoundError):
            return False


def refuse(**env: str) -> tuple[int, str]:
    """Run an `up` that should refuse; give its exit status and what it said."""
    installation = Installation(**env)
    try:
        outcome = subprocess.run(  # noqa: S603  ourselves
            UP,
            cwd=ROOT,
            env=installation.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=READY_SECONDS,
            check=False,
        )
        return outcome.returncode, outcome.stdout
    finally:
        installation.remove()


def wait_until(is_so: Callable[[], bool], seconds: float) -> None:
    """Return once something is so; fail when it does not become so."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(LOOK_SECONDS)


def free_port() -> int:
    """Find a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def _is_plain(name: str) -> bool:
    return not name.startswith(("MEP_", "PYTEST_")) and name not in INHERITED
