"""Opening a batch: the people its events happened to, and the sessions they have open."""

from datetime import datetime

from flows.batch import Batch, Due, User
from flows.runner.loading import load_accounts
from flows.runner.thawing import load_runs
from mep.base import bulk

USERS = """
    SELECT id, account_id, sandbox_id, msisdn, network, email, added_at, time_zone, language,
           last_seen_at
    FROM endusers_enduser WHERE id = ANY(%s)
"""


def open_batch(events: list[Due], now: datetime) -> Batch:
    """Read the people these events happened to and the sessions they have open."""
    ids = list(dict.fromkeys(due.end_user_id for due in events))
    batch = Batch(now=now, users={})
    accounts = load_accounts({due.account_id for due in events})
    for row in bulk.fetch(USERS, [ids]):
        batch.users[row[0]] = User(row[0], accounts[row[1]], *row[2:])
    for due in events:
        batch.users[due.end_user_id].events.append(due)
    for end_user_id, code in bulk.fetch(
        "SELECT end_user_id, code FROM endusers_optout WHERE end_user_id = ANY(%s)", [ids]
    ):
        batch.users[end_user_id].opt_outs.add(code)
    load_runs(batch, ids)
    return batch
