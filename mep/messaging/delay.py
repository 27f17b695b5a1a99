"""How long a message of a session waits: until the account's quiet hours are over."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flows.batch import Asked, User
from flows.engine.effects import SendMessage
from mep.messaging.quiet import QuietHours

CONVERSATION = timedelta(minutes=10)
"""How long after their last text somebody still expects answers, at any hour."""

NONE = timedelta()


def find_delay(item: Asked, now: datetime) -> timedelta:
    """Say how long a message waits; an answer to somebody who has just texted does not."""
    effect, quiet = item.effect, item.user.account.quiet
    if not (quiet and item.run and isinstance(effect, SendMessage) and effect.quiet_hours):
        return NONE
    is_own = effect.to == item.user.msisdn
    if is_own and _is_talking(item.user, now):
        return NONE
    zone = (item.user.zone if is_own else "") or item.run.service.zone
    end = QuietHours(*quiet).end(now, ZoneInfo(zone) if zone else item.user.account.zone)
    return end - now if end else NONE


def _is_talking(user: User, now: datetime) -> bool:
    last = user.last_seen_at
    return user.is_seen or (last is not None and now - last < CONVERSATION)
