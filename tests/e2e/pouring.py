"""Stores messages and tells open pages of them at a steady rate; a process of its own."""

import sys
import time

import django

BATCHES_PER_SECOND = 10
TEXT = "Text number {place} of many, long enough to look like what people write in a text."


def pour(number: str, per_second: int, seconds: int) -> None:
    """Store and publish so many messages a second of one phone, evenly spread."""
    from mep.accounts.models import Account  # noqa: PLC0415  Django must be set up first

    account = Account.objects.get()
    size = per_second // BATCHES_PER_SECOND
    start = time.monotonic()
    for batch in range(seconds * BATCHES_PER_SECOND):
        time.sleep(max(0.0, start + batch / BATCHES_PER_SECOND - time.monotonic()))
        _store(account, number, range(batch * size, (batch + 1) * size))


def _store(account, number: str, places: range) -> None:
    from mep.base import live  # noqa: PLC0415
    from mep.messaging import lines  # noqa: PLC0415
    from mep.messaging.models import Message  # noqa: PLC0415

    stored = Message.objects.bulk_create(
        Message(
            account=account,
            direction="MO",
            source="mo",
            status="unrouted",
            number=number,
            text=TEXT.format(place=place),
        )
        for place in places
    )
    live.publish(account.id, lines.lines_of(message.id for message in stored))


if __name__ == "__main__":
    django.setup()
    pour(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
