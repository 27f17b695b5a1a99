"""Ends what a supervisor started if the supervisor itself is killed.

Runs as a process of its own and without our packages, so that it is small and starts at once.
Its standard input stays open as long as the supervisor lives; each line on it is ``+ pid signal``
for a process group to guard, ``- pid`` for one that has ended.
"""

import os
import signal
import sys
import time

GRACE_SECONDS = 5
LOOK_SECONDS = 0.1

Groups = dict[int, int]


def guard() -> Groups:
    """Keep the list of groups until the supervisor is gone."""
    groups: Groups = {}
    for line in sys.stdin:
        sign, pid, *number = line.split()
        if sign == "+":
            groups[int(pid)] = int(number[0])
        else:
            groups.pop(int(pid), None)
    return groups


def end(groups: Groups) -> None:
    """Ask every group to end; kill what is left after the grace."""
    for pid, number in groups.items():
        _signal(pid, number)
    deadline = time.monotonic() + GRACE_SECONDS
    while _left(groups) and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    for pid in _left(groups):
        _signal(pid, signal.SIGKILL)


def _left(groups: Groups) -> list[int]:
    return [pid for pid in groups if _signal(pid, 0)]


def _signal(pid: int, number: int) -> bool:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    end(guard())
