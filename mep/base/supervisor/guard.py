"""The supervisor's side of the guardian."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from mep.base.supervisor.program import Program

GUARDIAN = Path(__file__).with_name("guardian.py")


class Guard:
    """A guardian process, told of every program that starts and ends."""

    def __init__(self) -> None:
        self._groups: dict[int, int] = {}
        self._process = _guardian()

    def watch(self, pid: int, program: Program) -> None:
        """End this program's process group should we be killed."""
        self._groups[pid] = int(program.stop_signal)
        self._tell(pid)

    def forget(self, pid: int) -> None:
        """Leave this process group alone: it has ended."""
        self._groups.pop(pid, None)
        self._say(f"- {pid}")

    def renew(self) -> None:
        """See to it that there is a guardian."""
        if self._process.poll() is None:
            return
        self._process = _guardian()
        for pid in self._groups:
            self._tell(pid)

    def close(self) -> None:
        """Dismiss the guardian; it ends whatever it still guards."""
        if self._process.stdin:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        self._process.wait()

    def _tell(self, pid: int) -> None:
        self._say(f"+ {pid} {self._groups[pid]}")

    def _say(self, line: str) -> None:
        if self._process.stdin:
            with suppress(BrokenPipeError):
                self._process.stdin.write(f"{line}\n".encode())
                self._process.stdin.flush()


def _guardian() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603  our own file
        [sys.executable, "-I", "-S", str(GUARDIAN)],
        stdin=subprocess.PIPE,
        cwd="/",
        start_new_session=True,
    )
