"""Parts killed in the middle of 500 sessions: every one ends as it should, no SMS twice."""

from contextlib import suppress
from itertools import count

import psutil
import pytest

from tests.faults.phones import Phones, ordinary_numbers
from tests.installation import Installation, wait_until

SESSIONS = 500
FIRST_KILL, SECOND_KILL = 150, 350
QUESTION, WELCOME = "Bramble: reply YES", "Hi, welcome to Tea Club!"
VICTIMS = {
    "flow worker": "mep.worker --queues flow",
    "child of the flow worker": "mep.worker --queues flow",
    "send worker": "mep.worker --queues send",
    "redis": "redis-server",
    "web": "mep.wsgi",
    "database": "bin/postgres",
    "clock": "mep.clock",
}

pytestmark = pytest.mark.faults
series = count(1)


@pytest.fixture(scope="module")
def installation():
    made = Installation(MEP_SEND_LEASE_SECONDS="3")
    made.start()
    yield made
    made.remove()
    assert made.processes() == []


@pytest.fixture
def phones(installation):
    return Phones(installation)


@pytest.fixture
def numbers():
    """Numbers that nobody has texted from."""
    return ordinary_numbers(447_700 + next(series), SESSIONS)


def begun(phones, numbers):
    """How many of these people have a session."""
    return phones.ask(
        "SELECT count(DISTINCT s.end_user_id) FROM flows_session s"
        " JOIN endusers_enduser u ON u.id = s.end_user_id WHERE u.msisdn = ANY(%s)",
        [numbers],
    )[0][0]


def answered(phones, numbers):
    """How many of these people have answered the question."""
    return phones.ask(
        "SELECT count(*) FROM endusers_consent c"
        " JOIN endusers_enduser u ON u.id = c.end_user_id WHERE u.msisdn = ANY(%s)",
        [numbers],
    )[0][0]


def kill_amid(installation, phones, numbers, text, part):
    """Have everybody text something, and kill a part twice meanwhile."""
    tell = begun if text == "JOIN" else answered
    with phones.texting((number, text) for number in numbers):
        for reached in (FIRST_KILL, SECOND_KILL):
            wait_until(lambda reached=reached: tell(phones, numbers) >= reached, 120)
            kill(installation, part)
    wait_until(lambda: tell(phones, numbers) == SESSIONS, 120)


def kill(installation, part):
    """Kill the part as soon as it runs; it may still be getting up from the last time."""
    wait_until(lambda: is_killed(installation, part), 60)


def is_killed(installation, part):
    found = [each for each in installation.processes() if VICTIMS[part] in command(each)]
    with suppress(psutil.NoSuchProcess):
        found.sort(key=lambda each: each.create_time(), reverse=part.startswith("child"))
        for process in found[:1]:
            process.kill()
            return True
    return False


def command(process):
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return " ".join(process.cmdline())
    return ""


@pytest.mark.parametrize("part", VICTIMS)
def test_everything_ends_as_it_should(installation, phones, numbers, part):
    kill_amid(installation, phones, numbers, "JOIN", part)
    kill_amid(installation, phones, numbers, "YES", part)
    installation.wait_for_health(60)
    phones.wait_until_quiet()

    heard = phones.heard(numbers)
    wrong = {number: texts for number, texts in heard.items() if not is_right(texts)}
    assert wrong == {}
    assert sessions(phones, numbers) == [("completed", "completed", SESSIONS)]
    assert members(phones, numbers) == SESSIONS
    assert phones.ask("SELECT sum(duplicates) FROM messaging_simulatedmessage") == [(0,)]
    assert phones.ask("SELECT kind, error FROM flows_event WHERE status = 4") == []


def is_right(texts):
    """Whether somebody got the question, then the welcome, and nothing else."""
    return len(texts) == 2 and texts[0].startswith(QUESTION) and texts[1].startswith(WELCOME)


def sessions(phones, numbers):
    return phones.ask(
        "SELECT s.status, s.reason, count(*) FROM flows_session s"
        " JOIN endusers_enduser u ON u.id = s.end_user_id WHERE u.msisdn = ANY(%s) GROUP BY 1, 2",
        [numbers],
    )


def members(phones, numbers):
    return phones.ask(
        "SELECT count(*) FROM subscriptions_membership m"
        " JOIN endusers_enduser u ON u.id = m.end_user_id"
        " WHERE u.msisdn = ANY(%s) AND m.until IS NULL",
        [numbers],
    )[0][0]
