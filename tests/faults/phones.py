"""Many phones at once, texting an installation over HTTP and looking up what came of it."""

import base64
import json
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg

from mep.base.supervisor.preflight import DEMO_LOGIN, DEMO_PASSWORD
from tests.installation import wait_until

CODE = "83000"
CLIENTS = 50
PAUSE_SECONDS = 0.2


def ordinary_numbers(first, how_many):
    """Numbers of phones that take every message: how they end decides that."""
    return [str(first * 1_000_000 + place * 1_000 + 1) for place in range(how_many)]


class Phones:
    """Phones whose texts arrive once, whatever happens to the installation meanwhile."""

    def __init__(self, installation):
        self._installation = installation
        password = f"{DEMO_LOGIN}:{DEMO_PASSWORD}".encode()
        self._headers = {
            "Authorization": f"Basic {base64.b64encode(password).decode()}",
            "Content-Type": "application/json",
        }

    @contextmanager
    def texting(self, texts):
        """Send texts, each a number and what it says, from 50 clients while the block runs."""
        with ThreadPoolExecutor(CLIENTS) as clients:
            sent = [clients.submit(self.text, *text) for text in texts]
            yield sent
            for each in sent:
                each.result()

    def text(self, number, text, seconds=120):
        """Text the code until it is known to have arrived."""
        deadline = time.monotonic() + seconds
        while not self._arrives(number, text):
            assert time.monotonic() < deadline, f"{text} from {number} could not be sent"
            time.sleep(PAUSE_SECONDS)

    def _arrives(self, number, text):
        body = json.dumps({"from": number, "to": CODE, "text": text}).encode()
        address = f"{self._installation.address}/api/v1/simulator/messages"
        request = urllib.request.Request(address, body, self._headers)  # noqa: S310  ourselves
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  ourselves
                return answer.status == 202
        except (urllib.error.URLError, OSError):
            # It may have been taken although nobody said so.
            return self._is_stored(number, text)

    def _is_stored(self, number, text):
        rows = self.ask(
            "SELECT 1 FROM messaging_message WHERE direction = 'MO' AND number = %s AND text = %s",
            [number, text],
        )
        return bool(rows)

    def ask(self, sql, parameters=()):
        """Ask the database, again and again if it does not answer."""
        found = []
        wait_until(lambda: self._asked(sql, parameters, found), 60)
        return found

    def _asked(self, sql, parameters, found):
        url = json.loads((self._installation.home / "servers.json").read_text())["DATABASE_URL"]
        try:
            with psycopg.connect(url, connect_timeout=5) as connection:
                found.extend(connection.execute(sql, parameters).fetchall())
        except psycopg.OperationalError:
            return False
        return True

    def wait_until_quiet(self, seconds=120):
        """Return once every event is worked on and every message is handed over and reported."""
        wait_until(lambda: not any(self.ask(OPEN)[0]), seconds)

    def heard(self, numbers):
        """What each of these phones got, in order."""
        heard = {number: [] for number in numbers}
        for number, text in self.ask(
            'SELECT "to", text FROM messaging_simulatedmessage WHERE "to" = ANY(%s) ORDER BY id',
            [list(numbers)],
        ):
            heard[number].append(text)
        return heard


OPEN = """
    SELECT (SELECT count(*) FROM flows_event WHERE status = 0 AND kind <> 'timeout'),
           (SELECT count(*) FROM messaging_message
            WHERE status IN ('queued', 'sending', 'accepted', 'buffered', 'enroute'))
"""
