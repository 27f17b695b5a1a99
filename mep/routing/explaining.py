"""What would become of a text: the real routing, rehearsed and taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from flows import scopes
from flows.batch import Batch, Due, Run, User
from flows.resolving import Hold, Refuse, Resolution, Resume, Start
from flows.runner import loading
from flows.runner.opening import open_batch
from mep.accounts.models import User as Login
from mep.endusers import selectors as endusers
from mep.endusers.models import UNKNOWN_NETWORK
from mep.routing import selectors
from mep.routing.guard import guard_word
from mep.routing.match import Matcher, remove_keyword
from mep.routing.models import Keyword, RoutingCode
from mep.routing.resolver import resolve_messages
from mep.routing.rules import Choice, Explanation
from mep.routing.waiting import takes_from

NO_MESSAGE = "0"
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Every keyword with what spoke for or against it, the choice, and what would follow.

    ``seen`` is the text as the chosen keyword's service would see it; ``waiting`` the session of
    the number that waits for a message on this code.
    """

    keywords: dict[str, Keyword]
    explanations: tuple[Explanation, ...]
    choice: Choice | None
    seen: str | None
    word: str | None
    waiting: Run | None
    resolution: Resolution

    @property
    def action(self) -> str:
        """What would be done: ``start``, ``resume``, ``hold`` or ``refuse``."""
        return _ACTIONS[type(self.resolution)]

    @property
    def fate(self) -> str:
        """What would become of the waiting session."""
        match self.resolution:
            case Resume(run=run) if run is self.waiting:
                return "resume"
            case Hold():
                return "hold"
            case Refuse(reason="ignored"):
                return "ignore"
            case Start() | Refuse() as ending if self.waiting in ending.interrupts:
                return "interrupted"
        return "stay"


_ACTIONS: dict[type, str] = {Start: "start", Resume: "resume", Hold: "hold", Refuse: "refuse"}


def rehearse(login: Login, code: RoutingCode, text: str, number: str = "") -> Rehearsal:
    """Tell what a text to a routing code would do, for a number if given; nothing is kept."""
    now = timezone.now()
    keywords = {
        keyword.public_id: keyword
        for keyword in selectors.list_keywords(login).filter(routing_code=code)
    }
    matcher = Matcher(map(selectors.rule_of, keywords.values()))
    choice = matcher.choose(text, now)
    resolution, user = _resolve(code, text, number, now)
    return Rehearsal(
        keywords=keywords,
        explanations=matcher.explain(text, now),
        choice=choice,
        seen=_seen(text, choice, keywords),
        word=guard_word(text) if code.guard else None,
        waiting=_waiting(user, code),
        resolution=resolution,
    )


def _seen(text: str, choice: Choice | None, keywords: dict[str, Keyword]) -> str | None:
    if choice is None:
        return None
    removes = keywords[choice.rule.id].service.remove_keyword
    return remove_keyword(text, choice) if removes else text


def _waiting(user: User, code: RoutingCode) -> Run | None:
    waiting = [run for run in user.open_runs() if takes_from(run, code.code)]
    return max(waiting, key=_since, default=None)


def _since(run: Run) -> tuple[datetime, int]:
    return run.waiting_since or run.started_at, run.id


def _resolve(code: RoutingCode, text: str, number: str, now: datetime) -> tuple[Resolution, User]:
    """Have the router decide, and take back whatever it noted of an opt-out."""
    end_user = endusers.find_end_user(code.account_id, number) if number else None
    due = _due(code, text, end_user.id if end_user else NOBODY, now)
    batch = open_batch([due], now) if end_user else _batch_of_nobody(code, number, now)
    user = batch.users[due.end_user_id]
    with transaction.atomic():
        (resolution,) = resolve_messages(batch, [(user, due)])
        transaction.set_rollback(True)
    return resolution, user


def _due(code: RoutingCode, text: str, end_user_id: int, now: datetime) -> Due:
    data = {"message": NO_MESSAGE, "text": text, "network": "", "at": now.isoformat()}
    return Due(
        id=0,
        account_id=code.account_id,
        sandbox_id=None,
        end_user_id=end_user_id,
        kind="message",
        data=scopes.pack(data),
        target=code.code,
        wait_number=0,
        due_at=now,
        created_at=now,
        request_id="",
        user_id=None,
    )


def _batch_of_nobody(code: RoutingCode, number: str, now: datetime) -> Batch:
    account = loading.load_accounts([code.account_id])[code.account_id]
    user = User(NOBODY, account, None, number, UNKNOWN_NETWORK, "", now, "", "")
    return Batch(now=now, users={NOBODY: user})
