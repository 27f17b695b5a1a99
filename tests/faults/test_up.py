import signal
import socket
import sys

import pytest

from tests.installation import Installation, free_port, refuse, wait_until

FOLLOWING = ["manage.py", "up", "--follow-parent"]

pytestmark = pytest.mark.faults


@pytest.fixture
def installation():
    """Give an installation that is not running yet."""
    made = Installation()
    yield made
    made.remove()


@pytest.fixture(scope="module")
def running():
    """Give an installation that runs and survives the tests it is used in."""
    made = Installation()
    made.start()
    yield made
    made.remove()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_on_a_signal_and_leaves_no_process(installation, number):
    installation.start()

    status = installation.stop(number)

    assert status == 0
    assert installation.processes() == []


def test_leaves_no_process_when_it_is_killed_and_loses_no_data(installation):
    installation.start()
    installation.up.kill()
    installation.up.wait()
    wait_until(lambda: installation.processes() == [], 15)

    installation.start()

    assert installation.status("/healthz") == 200
    assert "Loading the demo data" not in installation.output


def test_stops_when_whoever_started_it_is_gone(installation):
    starter = f"import subprocess; subprocess.run([{sys.executable!r}, *{FOLLOWING!r}])"
    installation.start((sys.executable, "-c", starter))

    installation.up.kill()
    installation.up.wait()

    wait_until(lambda: installation.processes() == [], 15)


def test_leaves_no_process_when_the_guardian_is_killed_first(installation):
    installation.start()
    first = installation.find("guardian.py")
    first.kill()
    wait_until(lambda: installation.find("guardian.py") not in {None, first}, 15)

    installation.up.kill()
    installation.up.wait()

    wait_until(lambda: installation.processes() == [], 15)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("mep.wsgi", "web"),
        ("mep.asgi", "live"),
        ("mep.worker --queues flow", "flow worker"),
        ("redis-server", "redis"),
        ("bin/postgres", "database"),
    ],
)
def test_starts_a_part_that_died_again_and_says_so(running, words, name):
    running.kill(words)

    running.wait_for(f"{name} ended (SIGKILL;")
    running.wait_for(f"{name} started again")
    running.wait_for_health()


def test_refuses_a_second_start_in_the_same_folder(running):
    status, output = refuse(MEP_HOME=str(running.home))

    assert status == 1
    assert output.strip() == f"MEP cannot start: MEP is already running from {running.home}"


@pytest.mark.parametrize("name", ["MEP_PORT", "MEP_LIVE_PORT"])
def test_refuses_a_busy_port(name):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        status, output = refuse(**{name: str(port)})

    assert status == 1
    assert output.strip() == f"MEP cannot start: port {port} on 127.0.0.1 is in use; set {name}"


def test_refuses_a_database_that_does_not_answer():
    url = f"postgresql://me:secret@127.0.0.1:{free_port()}/mep"

    status, output = refuse(DATABASE_URL=url)

    assert status == 1
    assert "Connection refused" in output
    assert "Traceback" not in output
    assert "secret" not in output


@pytest.mark.parametrize("url", ["mysql://127.0.0.1/mep", "nonsense", "postgresql://[/mep"])
def test_refuses_an_address_that_is_no_database(url):
    status, output = refuse(DATABASE_URL=url)

    assert status == 1
    assert len(output.strip().splitlines()) == 1
    assert "DATABASE_URL" in output


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "nonsense"])
def test_refuses_a_redis_that_does_not_answer(url):
    status, output = refuse(REDIS_URL=url)

    assert status == 1
    assert "REDIS_URL" in output
    assert "Traceback" not in output


def test_refuses_a_folder_it_cannot_write():
    status, output = refuse(MEP_HOME="/dev/null/mep")

    assert status == 1
    assert len(output.strip().splitlines()) == 1
    assert "MEP_HOME" in output


def test_refuses_a_port_that_is_no_number():
    assert refuse(MEP_PORT="http") == (
        1,
        "MEP_PORT is 'http', which is not a port number (1-65535).\n",
    )


def test_refuses_to_show_demo_logins_to_the_network():
    status, output = refuse(MEP_HOST="0.0.0.0")  # noqa: S104  that is what is refused

    assert status == 1
    assert "the demo logins have a published password" in output


def test_refuses_the_network_while_demo_logins_are_left(installation):
    installation.start()
    installation.stop()
    home = str(installation.home)

    status, output = refuse(MEP_HOME=home, MEP_HOST="0.0.0.0", MEP_DEMO="0")  # noqa: S104  refused

    assert status == 1
    assert 'the login "demo" still has its published password' in output
