"""Keeps programs running: starts them, restarts those that end, stops them all."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from mep.base.supervisor import logs
from mep.base.supervisor.guard import Guard
from mep.base.supervisor.program import Program, end, start

LOOK_SECONDS = 0.05
STEADY_SECONDS = 30
LONGEST_PAUSE_SECONDS = 15.0
ROTATE_SECONDS = 10


@dataclass
class Part:
    """A program that is kept running, and how that has gone."""

    program: Program
    process: "subprocess.Popen[bytes]"
    started_at: float
    failures: int = 0
    restart_at: float = field(default=0)

    @property
    def is_running(self) -> bool:
        """Whether its process lives."""
        return self.process.poll() is None


class Supervisor:
    """The parts of one installation; ``say`` gets a line for everything worth knowing."""

    def __init__(self, log_folder: Path, say: Callable[[str], None]) -> None:
        self.log_folder = log_folder
        self._say = say
        self._guard = Guard()
        self._parts: dict[str, Part] = {}
        self._rotated_at = time.monotonic()

    def start(self, program: Program) -> Part:
        """Start a program and keep it running from now on."""
        part = Part(program, self._launch(program), time.monotonic())
        self._parts[program.name] = part
        return part

    def look(self) -> None:
        """Restart what has ended, as often as needed but not in a hurry; keep the logs short."""
        now = time.monotonic()
        self._guard.renew()
        for part in self._parts.values():
            if part.restart_at:
                self._restart_when_due(part, now)
            elif not part.is_running:
                self._note_end(part, now)
        if now - self._rotated_at > ROTATE_SECONDS:
            self._rotated_at = now
            for name in self._parts:
                logs.rotate(self.log_of(name))

    def stop(self, names: Iterable[str], seconds: float) -> None:
        """Ask parts to end, and kill those that have not after these seconds."""
        parts = [self._parts.pop(name) for name in tuple(names) if name in self._parts]
        for part in parts:
            end(part.process, part.program.stop_signal)
        deadline = time.monotonic() + seconds
        while any(part.is_running for part in parts) and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)
        for part in parts:
            self._bury(part)

    def close(self) -> None:
        """Dismiss the guardian; every part must have been stopped."""
        self._guard.close()

    def log_of(self, name: str) -> Path:
        """Give the log file of a part."""
        return self.log_folder / f"{name.replace(' ', '-')}.log"

    def _launch(self, program: Program) -> "subprocess.Popen[bytes]":
        process = start(program, self.log_of(program.name))
        self._guard.watch(process.pid, program)
        return process

    def _note_end(self, part: Part, now: float) -> None:
        self._bury(part)
        steady = now - part.started_at > STEADY_SECONDS
        part.failures = 1 if steady else part.failures + 1
        pause = min(LONGEST_PAUSE_SECONDS, 0.5 * 2 ** (part.failures - 1))
        part.restart_at = now + pause
        name, words = part.program.name, logs.last_line(self.log_of(part.program.name))
        self._say(f"{name} ended ({_outcome(part)}; {words}); starting it again in {pause:g} s")

    def _restart_when_due(self, part: Part, now: float) -> None:
        if now < part.restart_at:
            return
        part.process = self._launch(part.program)
        part.started_at, part.restart_at = now, 0
        self._say(f"{part.program.name} started again")

    def _bury(self, part: Part) -> None:
        # What the program had started itself may live on in its group.
        end(part.process, signal.SIGKILL)
        part.process.wait()
        self._guard.forget(part.process.pid)


def _outcome(part: Part) -> str:
    status = part.process.returncode
    return signal.Signals(-status).name if status < 0 else f"status {status}"
