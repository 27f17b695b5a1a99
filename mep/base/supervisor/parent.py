"""Whether whoever started us wants us to go on."""

import os
import signal
from pathlib import Path

INTERRUPT = 1 << (signal.SIGINT - 1)


class Parent:
    """The process that started us, such as ``make``."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._listened = _listens(pid)

    def is_gone(self) -> bool:
        """Say whether somebody else is our parent now."""
        return os.getppid() != self._pid

    def was_interrupted(self) -> bool:
        """Say whether it got an interrupt that was for it alone.

        ``make`` then stops listening and waits for its children, to which it says nothing.
        """
        return self._listened and not _listens(self._pid)


def _listens(pid: int) -> bool:
    """Say whether a process has a handler for interrupts; not known but on Linux."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return False
    caught = next((line.split()[1] for line in lines if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) & INTERRUPT)
