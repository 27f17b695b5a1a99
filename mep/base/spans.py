"""Time spans in words."""

from datetime import timedelta

UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def words(length: timedelta) -> str:
    """Write a time span in its two largest units: ``9 d 20 h``, ``1 min 38 s``."""
    seconds = max(0, int(length.total_seconds()))
    parts: list[str] = []
    for size, unit in UNITS:
        count, seconds = divmod(seconds, size)
        if count or parts or size == 1:
            parts.append(f"{count} {unit}" if count or not parts else "")
    return " ".join(filter(None, parts[:2]))
