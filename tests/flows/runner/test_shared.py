"""Variables that end users share: exact whoever writes them at the same time."""

import json
import threading

import pytest
from django.db import connection, transaction

from flows.models import CollectionVariable, ServiceVariable, Session
from flows.runner import drain, locking
from mep.base import bulk
from tests.stage import draw, keep, say

COUNT = {"count": keep("service", "Count", "${service.Count + 1}", "${1}")}


def value(service, key="count"):
    return json.loads(ServiceVariable.objects.get(service=service, key=key).value)


def in_threads(*works):
    """Run works at once, each with a connection of its own; raise what one of them raises."""
    errors = []

    def run(work):
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]


def number(place):
    return str(447700902000 + place)


def test_counts_every_session_of_one_batch(stage):
    service = stage.service(COUNT, word="VOTE")
    for place in range(30):
        stage.text("VOTE", number(place))

    stage.run()

    assert value(service) == 30


def test_counts_exactly_with_workers_side_by_side(stage):
    service = stage.service(COUNT, word="VOTE")
    for place in range(120):
        stage.text("VOTE", number(place))

    in_threads(*[lambda: stage.run(limit=7)] * 4)

    assert value(service) == 120


def test_the_first_votes_ever_are_counted_too(stage):
    service = stage.service(COUNT, word="VOTE")
    works = [lambda place=place: stage.text("VOTE", number(place)) for place in range(12)]

    in_threads(*works, *[lambda: stage.run(limit=1)] * 3)
    stage.run()

    assert value(service) == 12


def test_a_variable_keeps_the_name_it_was_first_written_with(stage):
    service = stage.service(COUNT)
    stage.invoke(service)
    service.published.graph = draw({"n": keep("service", "COUNT", "${service.count + 1}")})
    service.published = service.versions.create(
        number=2, graph=service.published.graph, writes=["service"]
    )
    service.save()

    stage.invoke(service)

    stored = ServiceVariable.objects.get()
    assert (stored.key, stored.name, json.loads(stored.value)) == ("count", "Count", 2)


def test_a_cleared_variable_is_gone(stage):
    nodes = COUNT | {"clear": ("clear_variables", {"rows": [{"scope": "service", "key": "Count"}]})}
    service = stage.service(nodes)
    service.published.graph["links"] = [{"from": "count", "outcome": "done", "to": "clear"}]
    service.published.save()

    stage.invoke(service)

    assert not ServiceVariable.objects.exists()


def test_services_of_a_collection_share_its_variables(stage):
    nodes = {"n": keep("servicecoll", "n", "${servicecoll.n + 1}", "${1}")}
    one, two = stage.service(nodes, word="ONE"), stage.service(nodes, word="TWO")
    for place in range(40):
        stage.text("ONE" if place % 2 else "TWO", number(place))

    in_threads(*[lambda: stage.run(limit=3)] * 3)

    assert json.loads(CollectionVariable.objects.get().value) == 40
    assert one.collection == two.collection


def test_sees_what_an_earlier_session_of_the_batch_has_set(stage):
    nodes = COUNT | {"say": say("Number ${service.Count}")}
    service = stage.service(nodes, word="VOTE")
    service.published.graph["links"] = [{"from": "count", "outcome": "done", "to": "say"}]
    service.published.save()
    for place in range(5):
        stage.text("VOTE", number(place))

    stage.run()

    assert sorted(stage.sent(number(place))[0] for place in range(5)) == [
        f"Number {place}" for place in range(1, 6)
    ]


@pytest.fixture
def reaching(stage):
    """A service that only calls another one, which counts."""
    counting = stage.service(COUNT)
    caller = stage.service({"run": ("run_service", {"service": counting.public_id})}, word="GO")
    return stage, caller, counting


def test_a_lock_found_missing_in_a_later_round_makes_the_batch_begin_again(reaching):
    stage, caller, counting = reaching
    stage.text("GO")
    taken = threading.Event()
    tried = threading.Event()

    def hold():
        with transaction.atomic():
            bulk.fetch("SELECT 1 FROM flows_service WHERE id = %s FOR UPDATE", [counting.id])
            taken.set()
            assert tried.wait(20)

    def work():
        assert taken.wait(20)
        stage.run()

    original = locking.LockFirst.__init__

    def note(self, locks):
        tried.set()
        original(self, locks)

    locking.LockFirst.__init__ = note
    try:
        in_threads(hold, work)
    finally:
        locking.LockFirst.__init__ = original

    assert tried.is_set()
    assert value(counting) == 1
    assert Session.objects.get(service=caller).status == "completed"


def test_counts_exactly_when_the_counting_service_is_called(reaching):
    stage, _, counting = reaching
    stage.keyword(counting, "VOTE")
    for place in range(60):
        stage.text("GO" if place % 2 else "VOTE", number(place))

    in_threads(*[lambda: stage.run(limit=5)] * 4)

    assert value(counting) == 60


def test_two_workers_never_hold_one_end_user(stage):
    nodes = {"n": keep("user", "n", "${user.n + 1}", "${1}", done="say"), "say": say("${user.n}")}
    stage.service(nodes, word="GO")
    for _ in range(60):
        stage.text("GO")

    in_threads(*[lambda: stage.run(limit=5)] * 4)
    stage.run()

    assert stage.sent() == [str(place) for place in range(1, 61)]


def test_a_worker_leaves_alone_whom_another_holds(stage):
    stage.service({"say": say("Hi")}, word="GO")
    stage.text("GO", number(1))
    stage.text("GO", number(2))
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            bulk.fetch(
                "SELECT 1 FROM endusers_enduser WHERE msisdn = %s FOR NO KEY UPDATE", [number(1)]
            )
            held.set()
            assert done.wait(20)

    def work():
        assert held.wait(20)
        try:
            assert drain("flow") == 1
        finally:
            done.set()

    in_threads(hold, work)

    assert (stage.sent(number(1)), stage.sent(number(2))) == ([], ["Hi"])


@pytest.mark.parametrize(
    ("scope", "owner"), [("service", "service"), ("servicecoll", "collection")]
)
def test_no_service_changes_a_constant(stage, scope, owner):
    settings = {"rows": [{"scope": scope, "key": "Price"}]}
    service = stage.service(
        {
            "set": keep(scope, "Price", "9", failed="clear"),
            "clear": ("clear_variables", settings, {"done": "say"}),
            "say": say(f"${{{scope}.price}}: ${{session.lastError.message}}"),
        }
    )
    held = service if owner == "service" else stage.collection
    held.variables.create(key="price", name="Price", value="5", constant=True)

    stage.invoke(service)

    assert stage.sent() == [f"5: {scope}.Price is a constant"]
    assert held.variables.get().value == "5"
