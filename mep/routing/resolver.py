"""A received message → resume a session, start a service, or neither (product.md 5.6)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flows import scopes
from flows.batch import Batch, Due, Run, User
from flows.engine.events import MessageReceived
from flows.resolving import (
    Hold,
    Refuse,
    Resolution,
    Resume,
    RouteMessage,
    Start,
    resolves,
    unpacked,
)
from flows.runner import ending, loading
from flows.runner.own_events import learn_network, why_not
from mep.routing import built_ins, opting
from mep.routing.guard import guard_word
from mep.routing.match import interrupts, remove_keyword
from mep.routing.patterns import PatternBudget
from mep.routing.ready import ReadyCode, find_codes
from mep.routing.rules import Choice, Kind, Match
from mep.routing.waiting import fits, takes_from

HELD_FOR = timedelta(seconds=60)
STOPS = (Kind.STOP, Kind.STOP_ALL)
STOP_WORDS = ("stop", "stop_all")
GUARDS = {
    Kind.STOP: "stop",
    Kind.STOP_ALL: "stop",
    Kind.HELP: "help",
    Kind.OPT_IN: "opt_in",
}


@resolves("message")
def resolve_messages(batch: Batch, items: Sequence[tuple[User, Due]]) -> list[Resolution]:
    """Decide about one message of each of these people."""
    codes = find_codes((user.account.id, due.target) for user, due in items)
    budget = PatternBudget()
    routings = [
        Routing(batch, user, due, codes.get((user.account.id, due.target.lower())), budget)
        for user, due in items
    ]
    loading.load_services(
        batch,
        ((r.user.account.id, r.choice.rule.service_id) for r in routings if r.choice),
    )
    return [routing.resolve() for routing in routings]


class Routing:
    """One message on its way."""

    def __init__(
        self, batch: Batch, user: User, due: Due, code: ReadyCode | None, budget: PatternBudget
    ) -> None:
        self.batch, self.user, self.due, self.code = batch, user, due, code
        self.data: dict[str, Any] = scopes.unpack(due.data)
        self.text: str = self.data["text"]
        self.variables = unpacked(self.data.get("variables", ()))
        decision = code.matcher.decide(self.text, batch.now, budget) if code else None
        self.choice = decision.choice if decision else None
        self.notes = decision.notes if decision else ()
        self.word = guard_word(self.text) if code and code.guard else None
        user.is_seen = True
        learn_network(user, self.data.get("network", ""))

    def resolve(self) -> Resolution:
        """Follow the steps of 5.6 from the routing code on."""
        if self.code is None:
            return self._refuse("unknown_code")
        opting.record(self.batch, self.user, self.code, self.word, self.text)
        if self._is_answered_by_guard():
            return self._guarded()
        goes_first = self.word in STOP_WORDS or interrupts(self.choice, self.text)
        taker = self._taker()
        if isinstance(taker, Run) and not goes_first:
            return self._reply(taker)
        if taker and not goes_first:
            return taker if isinstance(taker, Hold) else self._refuse("ignored")
        if self.choice is None:
            return self._refuse("no_keyword")
        return self._start(self.choice, goes_first)

    def _is_answered_by_guard(self) -> bool:
        """Whether no keyword answers a word that must be answered."""
        assert self.code  # noqa: S101 - checked by the caller
        if self.word not in (*STOP_WORDS, "help"):
            return False
        is_heard = self.choice is not None and self.choice.rule.match != Match.CATCH_ALL
        if self.word == "help":
            return not (is_heard and self.code.answers_help)
        return not (is_heard and self.code.answers_stop)

    def _guarded(self) -> Resolution:
        """Answer STOP or HELP with the account's standard text, since no keyword does."""
        assert self.code  # noqa: S101 - checked by the caller
        opting.answer(self.batch, self.user, self.code, str(self.word))
        is_stop = self.word != "help"
        return Refuse(
            "stop" if is_stop else "help",
            dropped=True,
            variables=self.variables,
            interrupts=self._on_this_code() if is_stop else (),
            interrupt_reason="stop",
            routed=self._routed("blocked", reason="stop" if is_stop else "help"),
        )

    def _on_this_code(self) -> tuple[Run, ...]:
        assert self.code  # noqa: S101 - checked by the caller
        return tuple(run for run in self.user.open_runs() if run.code == self.code.code)

    def _taker(self) -> Run | Hold | str:
        """Find the session that takes the message, or say that it must wait or is ignored."""
        assert self.code  # noqa: S101 - checked by the caller
        mine = self._on_this_code()
        is_fresh = self.batch.now < self.due.created_at + HELD_FOR
        if mine and is_fresh and ending.is_busy(max(mine, key=_since)):
            return Hold()
        waiting = [run for run in self.user.open_runs() if takes_from(run, self.code.code)]
        if not waiting:
            return ""
        newest = max(waiting, key=_since)
        if fits(newest, self.text):
            return newest
        return "ignored" if newest.wait and newest.wait.ignore else ""

    def _reply(self, run: Run) -> Resolution:
        return Resume(
            run,
            MessageReceived(self.text),
            request=built_ins.of_message(self.data, self.text),
            variables=self.variables,
            routed=self._routed("session_reply", service_id=run.root.id),
        )

    def _start(self, choice: Choice, goes_first: bool) -> Resolution:
        assert self.code  # noqa: S101 - checked by the caller
        service = self.batch.services[self.user.account.id, choice.rule.service_id]
        refusal = why_not(self.user, service, None)
        if service is None or refusal:
            return self._refuse(refusal)
        text = remove_keyword(self.text, choice) if service.remove_keyword else self.text
        stops = choice.rule.kind in STOPS or self.word in STOP_WORDS
        is_catch_all = choice.rule.match == Match.CATCH_ALL
        return Start(
            service=service,
            trigger="message",
            session=built_ins.of_session(self.data, text, choice, self.code.code),
            request=built_ins.of_first_request(self.data, text, choice, self.code.code),
            variables=self.variables,
            keyword=choice.name,
            guard="stop" if stops else GUARDS.get(Kind(choice.rule.kind), ""),
            code=self.code.code,
            interrupts=self._interrupted(choice, goes_first, stops),
            interrupt_reason="stop" if stops else "interrupted",
            routed=self._routed("catch_all" if is_catch_all else "routed", service_id=service.id),
        )

    def _interrupted(self, choice: Choice, goes_first: bool, stops: bool) -> tuple[Run, ...]:
        """Say which sessions end: for STOP all on the code, for HELP none, else the waiting one."""
        assert self.code  # noqa: S101 - checked by the caller
        if stops:
            return self._on_this_code()
        if not goes_first or choice.rule.kind == Kind.HELP or self.word == "help":
            return ()
        code = self.code.code
        return tuple(run for run in self.user.open_runs() if takes_from(run, code))

    def _refuse(self, reason: str) -> Resolution:
        dropped_too = any(scope != "user" for scope, _, _ in self.variables)
        return Refuse(
            "variables_dropped" if dropped_too else reason,
            dropped=True,
            variables=self.variables,
            routed=self._routed("blocked" if reason == "ignored" else "unrouted", reason=reason),
        )

    def _routed(
        self, status: str, *, reason: str = "", service_id: int | None = None
    ) -> RouteMessage:
        choice = self.choice if status != "session_reply" else None
        return RouteMessage(
            message_id=self.data["message"],
            status=status,
            keyword=choice.name if choice and service_id else "",
            reason=reason,
            service_id=service_id,
            note="; ".join(f"{note.rule.name}: {note.reason}" for note in self.notes),
        )


def _since(run: Run) -> Any:  # noqa: ANN401 - something to compare by
    return (run.waiting_since or run.started_at, run.id)
