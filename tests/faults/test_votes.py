"""Votes from many phones at once, the very first ones included."""

import pytest

from tests.faults.phones import Phones, ordinary_numbers
from tests.installation import Installation

VOTES = 1_000

pytestmark = pytest.mark.faults


@pytest.fixture
def installation():
    made = Installation()
    made.start()
    yield made
    made.remove()


def test_a_thousand_votes_from_fifty_clients_are_counted_exactly(installation):
    phones = Phones(installation)
    numbers = ordinary_numbers(447_700, VOTES)

    with phones.texting((number, "VOTE Assam") for number in numbers):
        pass
    phones.wait_until_quiet()

    assert phones.ask("SELECT key, value FROM flows_servicevariable") == [
        ("votes.assam", str(VOTES))
    ]
    heard = phones.heard(numbers)
    assert {len(texts) for texts in heard.values()} == {1}
    counts = {int(texts[0].split(" has ")[1].split()[0]) for texts in heard.values()}
    assert counts == set(range(1, VOTES + 1))
    assert phones.ask("SELECT sum(duplicates) FROM messaging_simulatedmessage") == [(0,)]
