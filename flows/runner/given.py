"""Variables sent along with a trigger.

Set before anything else, as if by a Set Variables (apis.md 2.3).
"""

from time import perf_counter_ns

from flows.batch import Batch, Run, User
from flows.engine.context import Context, SessionFacts, World
from flows.engine.errors import HandlerError
from flows.resolving import Variables
from flows.runner import changes, tracing
from flows.runner.luck import Luck
from flows.runner.masks import Masks
from flows.runner.worlds import world_of

START = "start"


def assign(batch: Batch, run: Run, variables: Variables) -> None:
    """Set a session's given variables in order.

    One whose expression fails stays unset and is named.
    """
    luck = Luck()
    ctx = Context(world_of(batch, run, luck))
    problems = _set(ctx, variables)
    changes.absorb(batch, run, ctx.changes)
    masks = Masks(batch, run, ctx.changes)
    tracing.add(
        batch,
        run,
        START,
        handler=START,
        entered=False,
        reason="variable" if problems else "",
        error=masks.hide("; ".join(problems)),
        data={"changes": [masks.row(change) for change in ctx.changes]},
        seed=luck.sealed(),
    )


def _set(ctx: Context, variables: Variables) -> list[str]:
    problems = []
    for scope, key, value in variables:
        try:
            ctx.set(scope, key, ctx.evaluate(value) if isinstance(value, str) else value)
        except HandlerError as error:
            problems.append(f"{scope}.{key}: {error.message}")
    return problems


def assign_to_user(batch: Batch, user: User, variables: Variables) -> None:
    """Set what no session takes but belongs to the person: scope ``user``."""
    world = World(
        now=batch.now,
        scopes={"system": {}, "user": user.variables["user", 0]},
        random=Luck(),
        new_id=str,
        timer=perf_counter_ns,
        session=SessionFacts(
            msisdn=user.msisdn,
            account_zone=user.account.zone,
            ascii_values=user.account.ascii_values,
        ),
    )
    ctx = Context(world)
    _set(ctx, [row for row in variables if row[0] == "user"])
    for change in ctx.changes:
        user.variables["user", 0][change.key] = change.after
        batch.changed_of_user[user.id, "user", 0, change.key] = None
        batch.names[change.key] = change.name
