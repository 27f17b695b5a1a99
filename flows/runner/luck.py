"""The random source of a step: seeded from the system's, and kept only when it was drawn from."""

import random
import secrets

from mep.base.sealing import seal

SEED_BYTES = 16
PURPOSE = "flows.runner.luck"


class Luck(random.Random):  # noqa: S311 - its seed comes from the system's generator
    """A generator that draws its seed when it is first used."""

    drawn: bytes | None = None

    def __init__(self) -> None:
        """Put off seeding, which costs more than most steps."""

    def random(self) -> float:
        self._begin()
        return super().random()

    def getrandbits(self, k: int) -> int:
        self._begin()
        return super().getrandbits(k)

    def _begin(self) -> None:
        if self.drawn is None:
            self.drawn = secrets.token_bytes(SEED_BYTES)
            self.seed(self.drawn)

    def sealed(self) -> bytes | None:
        """Return the seed, encrypted, if anything was drawn: replaying a session needs it."""
        return seal(PURPOSE, self.drawn) if self.drawn else None
