"""Moments as browsers write them."""

from datetime import UTC, datetime


def parse_moment(sent: object) -> datetime | None:
    """Read an ISO 8601 moment, UTC if it names no zone; ``None`` if it is none.

    A plus that a query string turned into a space is forgiven.
    """
    if not isinstance(sent, str):
        return None
    try:
        moment = datetime.fromisoformat(sent.strip().replace(" ", "+"))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
