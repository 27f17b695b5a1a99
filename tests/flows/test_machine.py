"""Whatever happens, two workers end where the same events, one after another, end."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from mep.messaging import tasks
from tests.flows.machine.world import CODES, NUMBERS, TEXTS, WORDS, World

LIMITS = settings(
    max_examples=8,
    stateful_step_count=15,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
SENT_ALONG = ((), (("session", "one", "${user.n}"),), (("user", "two", "two"),))

numbers = st.sampled_from(NUMBERS)
words = st.sampled_from(WORDS)
texts = st.tuples(
    st.just("text"),
    numbers,
    st.sampled_from(TEXTS),
    st.sampled_from(CODES),
    st.sampled_from(("", "", "", "X1", "X2")),
)
invocations = st.tuples(st.just("invoke"), numbers, words, st.sampled_from(SENT_ALONG))


class Machine(RuleBasedStateMachine):
    """Two worlds to which the same things happen."""

    @initialize()
    def begin(self):
        self.racing, self.serial = World(), World()

    @rule(events=st.lists(texts | invocations, min_size=1, max_size=12))
    def happen(self, events):
        self.racing.race(events)
        self.serial.follow(events)

    @rule(number=numbers, word=words, replies=st.lists(st.sampled_from(TEXTS), max_size=5))
    def converse(self, number, word, replies):
        self.happen([("text", number, text, CODES[0], "") for text in (word, *replies)])

    @rule(minutes=st.sampled_from((6, 61, 121)), events=st.lists(texts, max_size=6))
    def pass_time(self, minutes, events):
        self.racing.skip(minutes=minutes)
        self.racing.race(events)
        self.serial.skip(minutes=minutes)
        self.serial.follow(events)

    @rule(events=st.lists(texts, max_size=6))
    def send_and_report(self, events):
        for world, go_on in ((self.racing, self.racing.race), (self.serial, self.serial.follow)):
            world.send()
            world.skip(seconds=1)
            tasks.report_from_simulator()
            go_on(events)

    @invariant()
    def both_tell_the_same(self):
        found = [f"{each}" for each in differences(self.racing.told(), self.serial.told())]
        assert not found, "\n".join(found)


def differences(racing, serial, at=""):
    """Give the places where two tales differ, and how."""
    if isinstance(racing, dict) and isinstance(serial, dict):
        for key in sorted(racing.keys() | serial.keys(), key=str):
            yield from differences(racing.get(key), serial.get(key), f"{at}/{key}")
    elif isinstance(racing, list) and isinstance(serial, list) and len(racing) == len(serial):
        for place, pair in enumerate(zip(racing, serial, strict=True)):
            yield from differences(*pair, f"{at}/{place}")
    elif racing != serial:
        yield at, racing, serial


def test_two_workers_end_where_one_after_another_ends(transactional_db):
    run_state_machine_as_test(Machine, settings=LIMITS)
