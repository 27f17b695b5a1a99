"""Housekeeping of logins."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from mep.accounts import tasks
from mep.accounts.models import Lockout


def test_prunes_old_failures_and_sessions(db):
    long_ago = timezone.now() - timedelta(days=1)
    Lockout.objects.create(username="old", door="api", failures=[long_ago])
    Session.objects.create(session_key="old", session_data="", expire_date=long_ago)

    tasks.prune()

    assert not Lockout.objects.exists()
    assert not Session.objects.exists()
