"""Times as a login reads them: in its zone, in its order of day and month."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from mep.accounts.models import User
from mep.accounts.models.accounts import Locale

DAYS = {Locale.BRITISH: "%d/%m/%Y", Locale.AMERICAN: "%m/%d/%Y", Locale.ISO: "%Y-%m-%d"}


def zone_of(user: User) -> ZoneInfo:
    """Return the time zone in which a login reads times."""
    return ZoneInfo(user.zone)


def day(moment: datetime, user: User) -> str:
    """Write the day of a moment."""
    locale = Locale(user.locale or user.account.locale)
    return moment.astimezone(zone_of(user)).strftime(DAYS[locale])


def hour(moment: datetime, user: User) -> str:
    """Write the hour and minute of a moment."""
    return moment.astimezone(zone_of(user)).strftime("%H:%M")


def whole(moment: datetime, user: User) -> str:
    """Write a moment to the second, with its zone."""
    return f"{day(moment, user)} {moment.astimezone(zone_of(user)):%H:%M:%S %Z}"


def recent(moment: datetime, user: User, now: datetime | None = None) -> str:
    """Write a moment shortly: with the hour if it was today or yesterday, else the day alone."""
    zone = zone_of(user)
    today = (now or timezone.now()).astimezone(zone).date()
    named = {today: "Today", today - timedelta(days=1): "Yesterday"}
    name = named.get(moment.astimezone(zone).date())
    return f"{name} {hour(moment, user)}" if name else day(moment, user)
