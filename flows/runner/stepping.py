"""One step of one session within a batch, and what becomes of it."""

from datetime import timedelta

from flows.batch import Asked, Batch, Pending, Run
from flows.engine.effects import (
    Effect,
    Outside,
    Question,
    RecordConsent,
    SendMessage,
    SetNetwork,
    StartService,
)
from flows.engine.events import Answered, MessageReported, Returned, Started
from flows.engine.moves import Call, Wait
from flows.engine.states import State, Status, Step
from flows.engine.step import step
from flows.runner import calling, changes, consents, ending, given, tracing
from flows.runner.luck import Luck
from flows.runner.worlds import is_opted_out, world_of

TICK = timedelta(microseconds=1)
"""How much later each step of a batch is, so that what came first can be told afterwards."""


def advance(batch: Batch, item: Pending) -> list[Asked]:
    """Carry a session on; return the questions it asked our own database."""
    run, luck = item.run, Luck()
    if not run.is_open:
        return []
    batch.now += TICK
    if _is_from_outside(item):
        run.visited = 0
    if item.variables:
        given.assign(batch, run, item.variables)
    state = State(run.node, run.wait, run.memory, run.visited, run.rescued)
    result = step(run.version.graph, state, item.event, world_of(batch, run, luck))
    run.is_touched = True
    changes.absorb(batch, run, result.changes)
    stands = result.status is Status.WAITING and not _asks(result)
    if stands and not _goes_on_waiting(item, result):
        run.wait_number += 1
    first = run.visits + 1
    tracing.trace(batch, run, result, luck)
    questions = _effects(batch, run, result, first, stands)
    _settle(batch, run, result)
    return questions


def _is_from_outside(item: Pending) -> bool:
    """Whether the world told the session something; a called service only begins."""
    if isinstance(item.event, Started):
        return not item.run.frames
    return not isinstance(item.event, (Answered, Returned))


def _goes_on_waiting(item: Pending, result: Step) -> bool:
    """Whether one of several delivery reports came, so that the others still answer this wait."""
    return (
        isinstance(item.event, MessageReported)
        and len(result.visits) == 1
        and isinstance(result.move, Wait)
        and MessageReported in result.move.events
    )


def _asks(result: Step) -> bool:
    """Whether the session only waits for the answer to a question."""
    return isinstance(result.move, Wait) and result.move.events == (Answered,)


def _effects(batch: Batch, run: Run, result: Step, first: int, stands: bool) -> list[Asked]:
    """Hand out what the visits asked for."""
    questions: list[Asked] = []
    last = first + len(result.visits) - 1
    for number, visit in enumerate(result.visits, first):
        waits = run.wait_number if stands and number == last else 0
        for effect in visit.effects:
            asked = Asked(effect, run.user, run, number, waits)
            if isinstance(effect, Question):
                questions.append(asked)
            elif isinstance(effect, Outside):
                batch.outside.append(asked)
            else:
                _local(batch, asked, effect)
    return questions


def _local(batch: Batch, asked: Asked, effect: Effect) -> None:
    run = asked.run
    if isinstance(effect, SetNetwork):
        asked.user.network = effect.network
        asked.user.is_network_changed = True
        asked.user.variables["user", 0]["identifiers.msisdn.network"] = effect.network
    elif not isinstance(effect, StartService):
        batch.ask(asked)
        if isinstance(effect, SendMessage) and run and _uses_up(run, effect):
            run.free_messages = max(0, run.free_messages - 1)
        if isinstance(effect, RecordConsent) and effect.confirmed and run:
            consents.lift_opt_out(run.user, run.code)


def _uses_up(run: Run, message: SendMessage) -> bool:
    """Whether a message is the one owed to somebody who has just opted out."""
    return message.block_list and message.to == run.user.msisdn and is_opted_out(run)


def _settle(batch: Batch, run: Run, result: Step) -> None:
    """Leave the session standing, calling or ended."""
    run.node, run.wait = result.state.node, result.state.wait
    run.memory = dict(result.state.memory)
    run.visited, run.rescued = result.state.visited, result.state.rescued
    if isinstance(result.move, Call):
        calling.call(batch, run, result.move)
    elif isinstance(result.move, Wait):
        if not _asks(result):
            ending.stand(batch, run, result.move)
    elif run.frames and result.reason != "goto":
        calling.give_back(batch, run, result.status is Status.COMPLETED)
    else:
        ending.finish(batch, run, result)
        _go_on(batch, run, result)


def _go_on(batch: Batch, run: Run, result: Step) -> None:
    for effect in result.effects:
        if isinstance(effect, StartService):
            calling.go_to(batch, run, effect)
