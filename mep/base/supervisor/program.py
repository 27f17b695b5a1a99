"""A program to run beside us, and how it is started and stopped."""

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO


@dataclass(frozen=True)
class Owner:
    """The system user that a program runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Program:
    """What to run, as whom, and which signal asks it to end."""

    name: str
    argv: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    owner: Owner | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    first_words: str = ""
    """Written to its standard input, for what no other user may see on a command line."""


def start(program: Program, log: Path) -> "subprocess.Popen[bytes]":
    """Start a program in a session of its own, its output appended to a log."""
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as output:
        process = _popen(program, output)
    if process.stdin:
        with suppress(BrokenPipeError):
            process.stdin.write(program.first_words.encode())
            process.stdin.close()
    return process


def end(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Send a signal to a program and to everything it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def run(program: Program) -> tuple[int, str]:
    """Run a program to its end; give its exit status and what it said."""
    process = _popen(program, subprocess.PIPE)
    output, _ = process.communicate(program.first_words.encode() or None)
    return process.returncode, output.decode(errors="replace")


def _popen(program: Program, output: IO[bytes] | int) -> "subprocess.Popen[bytes]":
    owner = program.owner
    return subprocess.Popen(  # noqa: S603  our own programs
        program.argv,
        stdin=subprocess.PIPE if program.first_words else subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=program.env,
        cwd="/",
        start_new_session=True,
        user=owner.uid if owner else None,
        group=owner.gid if owner else None,
        extra_groups=[] if owner else None,
    )
