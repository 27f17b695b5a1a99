"""Housekeeping of logins."""

from celery import shared_task
from django.core.management import call_command

from mep.accounts import lockouts


@shared_task(name="accounts.prune")
def prune() -> None:
    """Delete failures to sign in that no longer count, and sessions that are over."""
    lockouts.prune()
    call_command("clearsessions")
