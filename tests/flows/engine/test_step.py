"""The stepper: moves, waits, limits and what becomes of failures."""

import pytest

from flows.engine.errors import EventNotAwaited
from flows.engine.events import (
    Answered,
    MessageReceived,
    MessageReported,
    Performed,
    Returned,
    Started,
    TimedOut,
)
from flows.engine.graph import OnError
from flows.engine.states import State, Status
from flows.engine.step import MAX_VISITS, step
from tests.flows.engine.probes import (
    Ask,
    Break,
    Clear,
    Enter,
    Listen,
    Pass,
    Put,
    chain,
    changes_of,
    kinds_of,
    make_world,
)


def start(graph, variables=None, **facts):
    return step(graph, State(graph.start), Started(), make_world(variables, **facts))


def test_visits_nodes_in_the_order_of_links():
    result = start(chain(Pass(), Pass(), Pass()))

    assert [visit.node for visit in result.visits] == ["n1", "n2", "n3"]
    assert [visit.outcome for visit in result.visits] == ["next"] * 3
    assert result.status is Status.COMPLETED
    assert result.reason == "completed"


def test_a_later_node_sees_what_an_earlier_one_set():
    result = start(chain(Put(key="a", value="1"), Put(key="b", value="${session.a + 1}")))

    assert changes_of(result) == {"a": "1", "b": 2}


def test_a_later_node_does_not_see_what_an_earlier_one_cleared():
    result = start(chain(Clear(), Put(key="b", value="${empty session.a}")), {"a": "x"})

    assert changes_of(result) == {"a": None, "b": True}


def test_changes_belong_to_the_visit_that_made_them():
    result = start(chain(Put(key="a"), Put(key="b")))

    assert [[change.key for change in visit.changes] for visit in result.visits] == [["a"], ["b"]]
    assert [visit.fields for visit in result.visits] == [{"value": "1"}] * 2
    assert [kinds_of(visit.effects) for visit in result.visits] == [["set_network"]] * 2


def test_a_change_says_what_was_there_before_and_how_its_key_was_written():
    (change,) = start(chain(Put(key="Name")), {"name": "old"}).changes

    assert (change.key, change.name, change.before, change.after) == ("name", "Name", "old", "1")


def test_the_world_is_left_as_it_was():
    world = make_world({"a": "old"})

    step(chain(Put(), Clear()), State("n1"), Started(), world)

    assert world.scopes["session"] == {"a": "old"}


def test_stands_where_a_handler_waits():
    result = start(chain(Pass(), Listen(), Pass()))

    assert result.status is Status.WAITING
    assert result.state.node == "n2"
    assert result.state.wait is result.move
    assert [visit.outcome for visit in result.visits] == ["next", ""]


def test_goes_on_with_the_event_and_the_memory_of_the_wait():
    graph = chain(Listen(), Pass())
    waiting = start(graph).state

    result = step(graph, waiting, MessageReceived("Ann"), make_world())

    assert changes_of(result) == {"heard": "Ann kept"}
    assert [visit.entered for visit in result.visits] == [False, True]
    assert result.status is Status.COMPLETED


def test_memory_does_not_outlive_its_wait():
    graph = chain(Listen(), Listen(), Pass())
    waiting = start(graph).state

    result = step(graph, waiting, MessageReceived("Ann"), make_world())

    assert result.state.node == "n2"
    assert result.state.memory == {"before": "kept"}
    assert step(graph, result.state, TimedOut(), make_world()).state.memory == {}


@pytest.mark.parametrize(
    "event", [Started(), MessageReported(), Performed(), Answered(), Returned()]
)
def test_refuses_an_event_it_does_not_wait_for(event):
    graph = chain(Listen())
    waiting = start(graph).state

    with pytest.raises(EventNotAwaited):
        step(graph, waiting, event, make_world())


@pytest.mark.parametrize("event", [MessageReceived("x"), TimedOut(), Performed()])
def test_refuses_any_event_but_a_start_where_nothing_waits(event):
    with pytest.raises(EventNotAwaited):
        step(chain(Pass()), State("n1"), event, make_world())


def test_a_question_is_answered_within_the_session():
    graph = chain(Ask(), Pass())
    asking = start(graph)

    result = step(graph, asking.state, Answered("yes"), make_world())

    assert asking.status is Status.WAITING
    assert changes_of(result) == {"answer": "yes"}


def test_a_call_stands_and_remembers():
    graph = chain(Enter(), Pass())
    calling = start(graph)

    result = step(graph, calling.state, Returned(completed=True), make_world())

    assert calling.status is Status.CALLING
    assert calling.state.wait.events == (Returned,)
    assert changes_of(result) == {"memory": "kept"}
    assert [visit.outcome for visit in result.visits] == ["completed", "next"]


def test_a_failure_takes_the_linked_outcome():
    result = start(chain(Break(), Pass(), Pass(), n1_failed="n3"))

    assert [visit.node for visit in result.visits] == ["n1", "n3"]
    assert result.visits[0].outcome == "failed"
    assert result.status is Status.COMPLETED


def test_a_failure_takes_back_changes_and_effects():
    result = start(chain(Put(), Break(), Pass()), {"gone": "here", "a": "first"})

    failed = result.visits[1]
    assert {change.key for change in failed.changes} == {
        "lasterror.handler",
        "lasterror.code",
        "lasterror.message",
    }
    assert failed.effects == ()
    assert changes_of(result)["a"] == "1"


def test_after_a_failure_later_nodes_see_the_values_of_before():
    seen = Put(key="seen", value="${session.a}|${session.new}|${session.gone}")

    result = start(chain(Put(), Break(), seen, n2_failed="n3"), {"gone": "here"})

    assert changes_of(result)["seen"] == "1||here"


def test_a_failure_takes_back_even_a_null_that_existed():
    null = Put(key="new", value="${null}")
    counted = Put(key="again", value="${empty session.new}")

    result = start(chain(null, Break(), counted, n2_failed="n3"))

    assert [change.key for change in result.changes if change.key == "new"] == ["new"]
    assert changes_of(result)["again"] is True


def test_a_failure_may_keep_variables_but_never_effects():
    result = start(chain(Break(keep=True)), {"gone": "here"})

    assert changes_of(result)["a"] == "broken"
    assert changes_of(result)["gone"] is None
    assert result.effects == ()


def test_a_failure_is_told_to_the_service():
    result = start(chain(Break()))

    assert changes_of(result) == {
        "lasterror.handler": "Label of n1",
        "lasterror.code": "http",
        "lasterror.message": "It broke",
    }


def test_an_unlinked_failure_that_is_no_defect_completes():
    result = start(chain(Break(defect=False), on_error=OnError("message", "Sorry")))

    assert result.status is Status.COMPLETED
    assert result.reason == "http"
    assert result.effects == ()


def test_an_unlinked_defect_fails():
    result = start(chain(Break(defect=True, reason="missing")))

    assert result.status is Status.FAILED
    assert result.reason == "missing"


def test_a_linked_defect_does_not_fail():
    result = start(
        chain(Break(defect=True), Pass(), n1_failed="n2", on_error=OnError("message", "x"))
    )

    assert result.status is Status.COMPLETED
    assert result.effects == ()


def test_a_failing_expression_is_a_defect():
    result = start(chain(Put(value="${'a' + 1}")))

    assert result.status is Status.FAILED
    assert result.reason == "expression"
    assert result.visits[0].fields == {}


def test_a_loop_is_ended_after_200_nodes():
    result = start(chain(Pass(), Pass(), n2_next="n1"))

    assert len(result.visits) == MAX_VISITS + 1
    assert result.visits[-1].error.reason == "loop"
    assert result.visits[-1].outcome == ""
    assert (result.status, result.reason) == (Status.FAILED, "loop")
    assert changes_of(result)["lasterror.code"] == "loop"


def test_exactly_200_nodes_are_no_loop():
    result = start(chain(*[Pass()] * MAX_VISITS))

    assert result.status is Status.COMPLETED
    assert len(result.visits) == MAX_VISITS


def test_a_loop_does_not_leave_by_the_failed_link_of_where_it_stopped():
    result = start(chain(Break(), n1_failed="n1"))

    assert len(result.visits) == MAX_VISITS + 1
    assert result.reason == "loop"


def test_resuming_does_not_count_as_one_more_node():
    graph = chain(Ask(), Pass(), n2_next="n1")
    state = start(graph).state
    for _ in range(MAX_VISITS // 2 - 1):
        state = step(graph, state, Answered(), make_world()).state

    result = step(graph, state, Answered(), make_world())

    assert state.visited == MAX_VISITS - 1
    assert result.reason == "loop"


def test_the_time_of_a_visit_is_measured():
    assert start(chain(Pass())).visits[0].nanoseconds == 1
