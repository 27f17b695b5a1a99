"""What a service does about a defect that no link takes care of."""

from flows.engine.events import MessageReceived, Started
from flows.engine.graph import OnError
from flows.engine.states import State, Status
from flows.engine.step import MAX_VISITS, step
from tests.flows.engine.probes import Break, Listen, Pass, Put, chain, changes_of, make_world

DEFECT = Break(defect=True, reason="missing")
SORRY = OnError("message", message="Sorry, ${session.name}")


def start(graph, variables=None, **facts):
    return step(graph, State(graph.start), Started(), make_world(variables, **facts))


def test_a_message_is_sent_before_the_end():
    result = start(chain(DEFECT, on_error=SORRY), {"name": "Ann"})

    (message,) = result.effects
    assert (message.text, message.to, message.originator) == ("Sorry, Ann", "447700900001", "83000")
    assert result.visits[-1].effects == result.effects
    assert (result.status, result.reason) == (Status.FAILED, "missing")


def test_the_message_is_counted_among_the_changes():
    result = start(chain(DEFECT, on_error=SORRY))

    assert {change.key for change in result.changes} >= {"mt.smsid", "mt.ismultipart"}


def test_a_message_that_cannot_be_sent_is_noted():
    result = start(chain(DEFECT, on_error=SORRY), opted_out=True)

    assert result.effects == ()
    assert "has opted out" in result.visits[-1].fields["on_error"]
    assert result.status is Status.FAILED


def test_a_message_with_a_faulty_expression_is_noted():
    result = start(chain(DEFECT, on_error=OnError("message", message="${'a' + 1}")))

    assert result.effects == ()
    assert result.visits[-1].fields["on_error"]


def test_a_handler_takes_over():
    result = start(chain(DEFECT, Pass(), Put(), on_error=OnError("handler", node="n3")))

    assert [visit.node for visit in result.visits] == ["n1", "n3"]
    assert result.status is Status.COMPLETED
    assert result.state.rescued


def test_a_handler_takes_over_once_only():
    result = start(chain(DEFECT, on_error=OnError("handler", node="n1")))

    assert [visit.node for visit in result.visits] == ["n1", "n1"]
    assert result.status is Status.FAILED


def test_once_only_holds_over_a_wait():
    graph = chain(Listen(), DEFECT, on_error=OnError("handler", node="n1"))
    first = step(graph, start(graph).state, MessageReceived("x"), make_world())

    second = step(graph, first.state, MessageReceived("x"), make_world())

    assert first.status is Status.WAITING
    assert second.status is Status.FAILED


def test_a_handler_that_does_not_exist_changes_nothing():
    result = start(chain(DEFECT, on_error=OnError("handler", node="n9")))

    assert (result.status, result.reason) == (Status.FAILED, "missing")


def test_a_loop_is_rescued_with_all_its_visits_to_go():
    graph = chain(Pass(), Put(), Pass(), n1_next="n1", on_error=OnError("handler", node="n2"))

    result = start(graph)

    assert len(result.visits) == MAX_VISITS + 3
    assert result.status is Status.COMPLETED
    assert changes_of(result)["lasterror.code"] == "loop"


def test_a_loop_is_told_by_message():
    result = start(chain(Pass(), n1_next="n1", on_error=SORRY))

    assert len(result.effects) == 1
    assert result.reason == "loop"
