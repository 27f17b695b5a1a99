"""Asks which operator a number belongs to, by the provider the installation has."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from flows.engine.effects import LookUpNetwork
from flows.outside.attempts import plain
from flows.performers import Result, Task, performs

PAUSE = timedelta(seconds=5)
GIVE_UP_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a number; ``network`` is an operator's code or ``UNKNOWN``."""

    network: str
    mcc: str = ""
    mnc: str = ""
    country: str = ""
    type: str = "mobile"


class LookupFailed(Exception):
    """A lookup without a result; one that ``may_pass`` is tried again."""

    def __init__(self, message: str, *, may_pass: bool = False) -> None:
        super().__init__(message)
        self.may_pass = may_pass


class LookupProvider(Protocol):
    """Somebody who knows operators; made once, without arguments, and used by many threads."""

    def look_up(self, number: str) -> Found:
        """Find the operator of an international number, or raise ``LookupFailed``."""


@performs("look_up_network")
def look_up_network(task: Task) -> Result:
    """Make one attempt; say whether it is to be tried again."""
    effect = cast("LookUpNetwork", task.effect)
    try:
        found = _provider(settings.MEP_LOOKUP_PROVIDER).look_up(effect.number)
    except LookupFailed as error:
        is_last = not error.may_pass or task.age + PAUSE * task.attempts > GIVE_UP_AFTER
        pause = None if is_last else PAUSE * task.attempts
        return Result(ok=False, reason="lookup", message=plain(str(error)), retry_after=pause)
    return Result(ok=True, data=asdict(found))


@lru_cache(maxsize=8)
def _provider(path: str) -> LookupProvider:
    return cast("LookupProvider", import_string(path)())
