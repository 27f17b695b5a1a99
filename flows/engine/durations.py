"""Reading lengths of time as authors' settings hold them."""

from datetime import timedelta

from pydantic import TypeAdapter

_duration = TypeAdapter(timedelta)


def parse_duration(text: str) -> timedelta:
    """Read an ISO 8601 duration such as ``PT24H`` or ``P7D``; raises ValueError."""
    return _duration.validate_python(text)
