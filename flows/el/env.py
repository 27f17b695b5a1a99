"""What one evaluation may see and how much it may do."""

from collections.abc import Mapping
from datetime import datetime
from time import thread_time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flows.el.errors import ElError
from flows.el.names import SCOPES
from flows.el.values import Value
from flows.text.patterns import Match, Pattern, PatternTimeout

if TYPE_CHECKING:
    from random import Random

LONDON = ZoneInfo("Europe/London")
COST_LIMIT = 2_000_000
"""What the functions of one evaluation may read and write, in characters."""
PATTERN_SECONDS = 0.1
"""What all regular expressions of one evaluation may take together."""

_DATE = "%Y-%m-%d"
_TIME = "%Y-%m-%d %H:%M:%S"
_NOTHING: Mapping[str, Value] = {}
_ALL_SCOPES = dict.fromkeys(SCOPES, _NOTHING)


class Env:
    """The scopes, the moment and the source of chance that an expression works on.

    Scopes and keys are in lower case. ``now`` is aware; ``zone`` is the account's.
    """

    __slots__ = ("_cost", "_pattern_seconds", "now", "random", "scopes", "zone")

    def __init__(
        self,
        scopes: Mapping[str, Mapping[str, Value]],
        *,
        now: datetime,
        random: "Random",
        zone: ZoneInfo = LONDON,
    ) -> None:
        self.scopes = {**_ALL_SCOPES, **scopes}
        self.now = now
        self.random = random
        self.zone = zone
        self.refill()

    def lookup(self, scope: str, key: str) -> Value:
        """Return a variable, null if there is none."""
        values = self.scopes.get(scope, _NOTHING)
        if scope == "system" and key not in values:
            return self._clock(key)
        return values.get(key)

    def _clock(self, key: str) -> Value:
        """Tell the present time; the four names are those of the built-ins."""
        if key in {"date", "time"}:
            return self.now.astimezone(LONDON).strftime(_DATE if key == "date" else _TIME)
        if key in {"localdate", "localtime"}:
            return self.now.astimezone(self.zone).strftime(_DATE if key == "localdate" else _TIME)
        return None

    def refill(self) -> None:
        """Begin a new evaluation with all it may spend."""
        self._cost = 0
        self._pattern_seconds = PATTERN_SECONDS

    def spend(self, cost: int) -> None:
        """Take note of work done, and end an evaluation that does too much."""
        self._cost += cost
        if self._cost > COST_LIMIT:
            raise ElError("function", "the expression does too much work")

    def match(self, pattern: Pattern, text: str, *, whole: bool) -> Match | None:
        """Match a regular expression within the time left to this evaluation."""
        started = thread_time()
        method = pattern.full_match if whole else pattern.search
        try:
            if self._pattern_seconds > 0:
                return method(text, self._pattern_seconds)
        except PatternTimeout:
            pass
        finally:
            self._pattern_seconds -= thread_time() - started
        raise ElError("function", "the regular expression takes too long")
