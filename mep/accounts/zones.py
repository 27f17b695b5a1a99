"""The time zones that an account or a login may have."""

from functools import cache
from zoneinfo import available_timezones


@cache
def zone_names() -> frozenset[str]:
    """Name every time zone."""
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Tell whether a name is that of a time zone."""
    return name in zone_names()
