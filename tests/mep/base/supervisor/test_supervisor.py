import os
import signal
import sys

import psutil
import pytest

from mep.base.supervisor.program import Program, run
from mep.base.supervisor.supervisor import Supervisor
from tests.installation import wait_until

FOREVER = "import signal; signal.pause()"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); {FOREVER}"
POLITE = f"""
import signal, sys
signal.signal(signal.SIGINT, lambda *_: sys.exit(7))
print('up')
{FOREVER}
"""
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{FOREVER}']).wait()"


def python(code, name="part", **facts):
    return Program(name, (sys.executable, "-u", "-c", code), dict(os.environ), **facts)


@pytest.fixture
def said():
    """Give the lines the supervisor has said."""
    return []


@pytest.fixture
def supervisor(tmp_path, said):
    """Give a supervisor that is stopped at the end."""
    made = Supervisor(tmp_path, said.append)
    yield made
    made.stop(["part"], 0)
    made.close()


def test_keeps_what_a_program_says(supervisor):
    part = supervisor.start(python("print('hello')"))
    part.process.wait()

    assert supervisor.log_of("part").read_text() == "hello\n"


def test_gives_a_program_its_first_words(supervisor):
    part = supervisor.start(python("print(input())", first_words="secret\n"))
    part.process.wait()

    assert supervisor.log_of("part").read_text() == "secret\n"


def test_starts_a_program_that_ended_again(supervisor, said):
    supervisor.start(python("import sys; sys.exit('out of paper')")).process.wait()

    def has_started_again():
        supervisor.look()
        return "part started again" in said

    wait_until(has_started_again, 10)

    assert said[0] == "part ended (status 1; out of paper); starting it again in 0.5 s"


def test_waits_longer_after_every_failure(supervisor, said):
    supervisor.start(python("import sys; sys.exit(3)"))

    def has_failed_twice():
        supervisor.look()
        return sum("starting it again" in line for line in said) == 2

    wait_until(has_failed_twice, 10)

    assert said[-1].endswith("starting it again in 1 s")


def test_names_the_signal_that_killed_a_program(supervisor, said):
    part = supervisor.start(python(FOREVER))
    part.process.kill()
    part.process.wait()
    supervisor.look()

    assert said[0].startswith("part ended (SIGKILL")


def test_kills_what_a_dead_program_left_behind(supervisor):
    part = supervisor.start(python(PARENT))
    wait_until(lambda: psutil.Process(part.process.pid).children(), 10)
    child = psutil.Process(part.process.pid).children()[0]
    part.process.kill()
    part.process.wait()
    supervisor.look()

    wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, 10)


def test_stops_with_the_signal_of_the_program(supervisor):
    part = supervisor.start(python(POLITE, stop_signal=signal.SIGINT))
    wait_until(lambda: supervisor.log_of("part").read_text() == "up\n", 10)

    supervisor.stop(["part"], 10)

    assert part.process.returncode == 7


def test_kills_a_program_that_does_not_listen(supervisor):
    part = supervisor.start(python(DEAF))
    wait_until(lambda: "deaf" in supervisor.log_of("part").read_text(), 10)

    supervisor.stop(["part"], 0.2)

    assert part.process.returncode == -signal.SIGKILL


def test_runs_a_program_to_its_end():
    assert run(python("print('done'); raise SystemExit(4)")) == (4, "done\n")
