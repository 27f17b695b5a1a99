"""Two rows of numbers by the hour, drawn as bars side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, log10

from mep.accounts import moments
from mep.accounts.models import User

WIDTH = 760
HEIGHT = 156
FLOOR = 168
BAR = 9.8
GAP = 1.0
LINES = 4
LABEL_EVERY = 3
LABEL_WIDTH = 28


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, and what it says when pointed at."""

    x: float
    y: float
    height: float
    tone: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word on an axis."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour as the table beside the chart has it."""

    words: str
    inbound: int
    outbound: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the same as a table."""

    bars: Sequence[Bar]
    levels: Sequence[Mark]
    times: Sequence[Mark]
    hours: Sequence[Hour]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(hour.inbound or hour.outbound for hour in self.hours)


def draw(outbound: Sequence[int], inbound: Sequence[int], now: datetime, user: User) -> Chart:
    """Draw both rows, the last hour rightmost; times are those of the login."""
    step, top = _scale(max([*outbound, *inbound]))
    count = len(outbound)
    starts = [now - timedelta(hours=count - place) for place in range(count)]
    hours = [
        Hour(f"{moments.hour(start, user)}–{moments.hour(start + timedelta(hours=1), user)}", i, o)
        for start, i, o in zip(starts, inbound, outbound, strict=True)
    ]
    levels = [Mark(_y(level, top), f"{level:,}") for level in range(step, top + 1, step)]
    return Chart(list(_bars(hours, top)), levels, list(_times(starts, user)), hours)


def _scale(most: int) -> tuple[int, int]:
    """Choose a round step, of which at most four reach the highest bar."""
    rough = max(1, ceil(most / LINES))
    size = 10 ** int(log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    return step, step * max(1, ceil(most / step))


def _y(value: int, top: int) -> float:
    return FLOOR - value / top * HEIGHT


def _bars(hours: Sequence[Hour], top: int) -> Iterator[Bar]:
    slot = WIDTH / len(hours)
    for place, hour in enumerate(hours):
        left = place * slot + (slot - 2 * BAR - GAP) / 2
        for tone, value, name, x in (
            ("accent", hour.outbound, "out", left),
            ("g-receive", hour.inbound, "in", left + BAR + GAP),
        ):
            y = _y(value, top)
            yield Bar(x, y, FLOOR - y, tone, f"{hour.words}: {value:,} {name}")


def _times(starts: Sequence[datetime], user: User) -> Iterator[Mark]:
    """Name every third full hour where it begins."""
    slot, zone = WIDTH / len(starts), moments.zone_of(user)
    for place, start in enumerate(starts):
        full = (start + timedelta(hours=1)).astimezone(zone).replace(minute=0)
        late = (start.astimezone(zone).minute * 60 + start.second) / 3_600
        x = (place + 1 - late) * slot
        if full.hour % LABEL_EVERY == 0 and x < WIDTH - LABEL_WIDTH / 2:
            yield Mark(x, f"{full:%H:%M}")
