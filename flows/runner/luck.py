"""The random source of a step: seeded from the system's, and kept only when it was drawn from."""

import base64
import random
import secrets
from functools import cache

from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SEED_BYTES = 16


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
        return _cipher().encrypt(self.drawn) if self.drawn else None


@cache
def _cipher() -> Fernet:
    digest = salted_hmac("flows.runner.luck", settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
