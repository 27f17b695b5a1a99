import os
import signal
import subprocess

import pytest

from mep.base.supervisor.parent import Parent
from tests.installation import wait_until

SECONDS = 10


@pytest.fixture
def make(tmp_path):
    """Give a make that runs a recipe."""
    ready = tmp_path / "ready"
    (tmp_path / "Makefile").write_text(f"all:\n\t@touch {ready}; sleep 60; true\n")
    process = subprocess.Popen(  # noqa: S603  a fixed command
        ["make", "-s"],  # noqa: S607  whichever is installed
        cwd=tmp_path,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    wait_until(ready.exists, SECONDS)
    yield process
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_make_that_runs_was_not_interrupted(make):
    assert not Parent(make.pid).was_interrupted()


def test_notices_an_interrupt_that_was_for_make_alone(make):
    parent = Parent(make.pid)

    make.send_signal(signal.SIGINT)

    wait_until(parent.was_interrupted, SECONDS)


def test_unknown_process_was_not_interrupted():
    assert not Parent(2**22 + 1).was_interrupted()


def test_own_parent_is_there_and_no_other_is():
    assert not Parent(os.getppid()).is_gone()
    assert Parent(os.getpid()).is_gone()
