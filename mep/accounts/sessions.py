"""How long a session of the pages lasts: an hour without use, half a day whatever happens."""

import time

from django.contrib.sessions.backends.base import SessionBase

IDLE_SECONDS = 60 * 60
ABSOLUTE_SECONDS = 12 * 60 * 60
NOTED_EVERY_SECONDS = 60
"""How exactly the last use is known; every page would otherwise write to the database."""

SIGNED_IN_AT = "signed_in_at"
USED_AT = "used_at"


def begin(session: SessionBase) -> None:
    """Start the clock of a session that has just signed in."""
    session[SIGNED_IN_AT] = session[USED_AT] = int(time.time())


def is_over(session: SessionBase) -> bool:
    """Tell whether a session has lasted long enough; consumers ask this too."""
    now = time.time()
    signed_in_at: float = session.get(SIGNED_IN_AT, now)
    used_at: float = session.get(USED_AT, now)
    return now - signed_in_at > ABSOLUTE_SECONDS or now - used_at > IDLE_SECONDS


def note_use(session: SessionBase) -> None:
    """Remember that a session is in use, and start the clock of one that has none."""
    now = int(time.time())
    if SIGNED_IN_AT not in session:
        begin(session)
    elif now - session.get(USED_AT, 0) > NOTED_EVERY_SECONDS:
        session[USED_AT] = now
