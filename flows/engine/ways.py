"""Ways out that an author draws: a stable id for links and statistics, and a free label."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from flows.engine.handler import Settings

MAX_LABEL_CHARACTERS = 60

WayId = Annotated[str, Field(pattern=r"^c[1-9]\d{0,2}$")]


class Way(Settings):
    """One way out."""

    id: WayId = Field(title="Id")
    label: str = Field(title="Name", min_length=1, max_length=MAX_LABEL_CHARACTERS)


def check_ways(ways: Sequence[Way], field: str) -> Iterator[tuple[str, str, str]]:
    """Yield the problem of every way that cannot be told from an earlier one."""
    ids: set[str] = set()
    labels: set[str] = set()
    for number, way in enumerate(ways):
        if way.id in ids:
            yield f"{field}.{number}.id", "unique", f"Two ways out have the id {way.id}"
        label = " ".join(way.label.split()).casefold()
        if label in labels:
            yield f"{field}.{number}.label", "unique", f"Two ways out are called {way.label}"
        ids.add(way.id)
        labels.add(label)
