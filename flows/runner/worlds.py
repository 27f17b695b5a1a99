"""What one step may know, put together from the batch."""

from time import perf_counter_ns
from zoneinfo import ZoneInfo

from flows.batch import Batch, Run
from flows.engine.context import SessionFacts, World
from flows.runner.luck import Luck
from mep.base.ids import MAX_ID_LENGTH, new_id

ALWAYS_ANSWERED = ("help", "opt_in")
"""Sessions that somebody who opted out asked for: for help, or to be asked for consent again."""


def world_of(batch: Batch, run: Run, luck: Luck) -> World:
    """Give a session its view.

    Its variables in all scopes, its surroundings, a clock that stands still.
    """
    user, service = run.user, run.service
    sandbox = user.sandbox_id
    of_user = user.variables
    return World(
        now=batch.now,
        scopes={
            "system": {},
            "session": run.variables,
            "request": run.request,
            "user": of_user["user", 0],
            "userservice": of_user.setdefault(("userservice", service.id), {}),
            "userservicecoll": of_user.setdefault(("userservicecoll", service.collection_id), {}),
            "service": batch.shared["service", service.id, sandbox],
            "servicecoll": batch.shared["servicecoll", service.collection_id, sandbox],
        },
        random=luck,
        new_id=message_id,
        timer=perf_counter_ns,
        session=_facts(batch, run),
    )


def message_id() -> str:
    """Name a message: 16 digits whose first leaves the sign bit of the stored number clear."""
    return f"{1 + int(new_id(1), 16) % 7:X}{new_id(MAX_ID_LENGTH - 1)}"


def _facts(batch: Batch, run: Run) -> SessionFacts:
    user, service = run.user, run.service
    zone = user.zone or service.zone
    return SessionFacts(
        service_id=service.public_id,
        service_name=service.name,
        collection_id=service.collection_public_id,
        end_user_id=user.public_id,
        msisdn=user.msisdn,
        network=user.network,
        routing_code=run.code,
        originator=service.default_originator or _reply_code(run),
        zone=ZoneInfo(zone) if zone else user.account.zone,
        account_zone=user.account.zone,
        opted_out=is_opted_out(run),
        free_messages=run.free_messages,
        user_started=run.trigger == "message",
        gateways=user.account.gateways,
        ascii_values=user.account.ascii_values,
        constants=_constants(batch, run),
    )


def _constants(batch: Batch, run: Run) -> frozenset[tuple[str, str]]:
    """Name the shared variables that no service may change."""
    owners = (("service", run.service.id), ("servicecoll", run.service.collection_id))
    return frozenset(
        (scope, key)
        for scope, owner in owners
        for key in batch.constants[scope, owner, run.user.sandbox_id]
    )


def is_opted_out(run: Run) -> bool:
    """Whether the end user has opted out of this session's code, or of everything."""
    opt_outs = run.user.opt_outs
    if not opt_outs or run.guard in ALWAYS_ANSWERED:
        return False
    return "" in opt_outs or run.code in opt_outs


def _reply_code(run: Run) -> str:
    """Return the number a reply comes from: the code that was texted, unless it is only a name."""
    return run.code if run.code.isdigit() else run.user.account.default_code
