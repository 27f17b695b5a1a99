"""What becomes of the events that need no routing: invocations, timers, reports, answers."""

from collections.abc import Sequence

from flows import scopes
from flows.batch import Batch, Due, Run, ServiceFacts, User
from flows.engine.events import MessageReported, Performed, TimedOut
from flows.resolving import Done, Refuse, Resolution, Resume, Start, resolves, unpacked
from flows.runner import ending, loading
from mep.accounts import access
from mep.accounts.roles import Area

STALE = Refuse("stale", dropped=True)


@resolves("invoke")
def resolve_invocations(batch: Batch, items: Sequence[tuple[User, Due]]) -> list[Resolution]:
    """Start the service that was named, if it is live and its caller may reach it."""
    loading.load_services(batch, ((user.account.id, due.target) for user, due in items))
    return [_invocation(batch, user, due) for user, due in items]


def _invocation(batch: Batch, user: User, due: Due) -> Resolution:
    service = batch.services[user.account.id, due.target]
    refusal = why_not(user, service, due.user_id)
    if service is None or refusal:
        return Refuse(refusal)
    data = scopes.unpack(due.data)
    learn_network(user, data.get("network", ""))
    originator = service.default_originator
    return Start(
        service=service,
        trigger=data.get("trigger", "invoke"),
        variables=unpacked(data.get("variables", ())),
        code=originator if originator.isdigit() else user.account.default_code,
    )


def why_not(user: User, service: ServiceFacts | None, login_id: int | None) -> str:
    """Say why a service cannot be started for an end user; nothing when it can."""
    if service is None:
        return "unknown_service"
    if login_id and not access.sees(login_id, Area.SERVICES, service.collection_public_id):
        return "no_access"
    if service.status == "paused":
        return "paused"
    if service.status != "live" or service.version_id is None:
        return "not_live"
    return "reentry" if is_ignored(user, service) else ""


def is_ignored(user: User, service: ServiceFacts) -> bool:
    """Whether the end user is in a service that ignores further triggers."""
    return service.on_reentry == "ignore" and any(
        run.root.id == service.id for run in user.open_runs()
    )


def learn_network(user: User, network: str) -> None:
    """Remember an operator that was told; unknown never replaces known (apis.md 1.5)."""
    if network and network not in ("UNKNOWN", user.network):
        user.network, user.is_network_changed = network, True
        if user.is_loaded:
            user.variables["user", 0]["identifiers.msisdn.network"] = network


def _awaiting(user: User, due: Due) -> Run | None:
    """Return the session whose current wait an event answers."""
    run = user.runs.get(int(due.target, 16))
    is_current = run and run.status == "waiting" and run.wait_number == due.wait_number
    return run if is_current else None


@resolves("timeout")
def resolve_timeouts(batch: Batch, items: Sequence[tuple[User, Due]]) -> list[Resolution]:
    """Let a wait run out, or the whole session."""
    return [_timeout(batch, _awaiting(user, due)) for user, due in items]


def _timeout(batch: Batch, run: Run | None) -> Resolution:
    if run is None:
        return STALE
    # Its timer is due by the database's clock, which ours may be a little behind.
    until = run.wait_until if run.wait and TimedOut in run.wait.events else None
    if until and until <= run.expires_at:
        return Resume(run, TimedOut())
    ending.end(batch, run, "expired", "expired")
    return Done()


@resolves("report")
def resolve_reports(batch: Batch, items: Sequence[tuple[User, Due]]) -> list[Resolution]:
    """Hand a delivery report to the session that waits for it."""
    return [_answer(_awaiting(user, due), MessageReported, due) for user, due in items]


@resolves("performed")
def resolve_answers(batch: Batch, items: Sequence[tuple[User, Due]]) -> list[Resolution]:
    """Hand the answer of an outside effect to the session that waits for it."""
    return [_answer(_awaiting(user, due), Performed, due) for user, due in items]


def _answer(run: Run | None, kind: type[MessageReported] | type[Performed], due: Due) -> Resolution:
    if run is None or run.wait is None or kind not in run.wait.events:
        return STALE
    return Resume(run, kind(**scopes.unpack(due.data)))
