"""Branch by chance."""

from bisect import bisect_right
from collections.abc import Iterator
from hashlib import blake2b
from itertools import accumulate

from pydantic import Field

from flows.engine.context import Context
from flows.engine.handler import Handler
from flows.engine.moves import Go, Move
from flows.engine.ways import Way, check_ways

MAX_WEIGHT = 10_000
HASH_BYTES = 8


class Exit(Way):
    """One way out and how often it is taken."""

    weight: float = Field(1, title="Weight", ge=0, le=MAX_WEIGHT)


class BranchRandom(Handler):
    """Send people different ways by chance, for example to compare two texts.

    Weights are shares of their sum, which may be anything. With the same way each time, an end user
    who comes back goes where they went before.
    """

    kind = "branch_random"
    label = "Branch at Random"
    group = "Branch"
    icon = "shuffle"
    outcomes = ()
    outcomes_from = "exits.id"

    exits: tuple[Exit, ...] = Field(title="Ways out", min_length=2, max_length=10)
    sticky: bool = Field(False, title="The same way each time for an end user")

    def enter(self, ctx: Context) -> Move:
        taken = [way for way in self.exits if way.weight] or [self.exits[0]]
        limits = list(accumulate(way.weight for way in taken))
        point = (_share(ctx) if self.sticky else ctx.world.random.random()) * limits[-1]
        ctx.fields["chance"] = round(point, 4)
        return Go(taken[min(bisect_right(limits, point), len(taken) - 1)].id)

    def summary(self) -> str:
        return ", ".join(f"{way.label} {way.weight:g}" for way in self.exits)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        yield from check_ways(self.exits, "exits")
        if not any(way.weight for way in self.exits):
            yield "exits", "range", "One weight at least must be above 0"


def _share(ctx: Context) -> float:
    """Return a number from 0 up to 1 that stays the same for an end user at this node."""
    name = f"{ctx.session.end_user_id}:{ctx.session.service_id}:{ctx.node}"
    digest = blake2b(name.encode(), digest_size=HASH_BYTES).digest()
    return float(int.from_bytes(digest, "big") / 256**HASH_BYTES)
