"""The programs' log files, kept to a size."""

import shutil
from contextlib import suppress
from pathlib import Path

LOG_BYTES = 10 * 1024 * 1024
LOGS_KEPT = 3


def rotate(log: Path, limit: int = LOG_BYTES) -> bool:
    """Put a log that has grown too long aside; say whether it had.

    The programs append to their open file, so its content is copied and the file itself emptied.
    """
    try:
        if log.stat().st_size <= limit:
            return False
    except FileNotFoundError:
        return False
    for number in range(LOGS_KEPT - 1, 0, -1):
        with suppress(FileNotFoundError):
            _numbered(log, number).rename(_numbered(log, number + 1))
    shutil.copy2(log, _numbered(log, 1))
    with log.open("r+b") as file:
        file.truncate(0)
    return True


def last_line(log: Path) -> str:
    """Give the last line that says something."""
    try:
        lines = log.read_bytes()[-4096:].decode(errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _numbered(log: Path, number: int) -> Path:
    return log.with_name(f"{log.name}.{number}")
