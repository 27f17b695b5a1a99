"""Reading what a batch needs, in bulk.

People, accounts, sessions, services, versions, variables.
"""

from collections.abc import Iterable
from datetime import time
from zoneinfo import ZoneInfo

from flows import choices, graphs, scopes
from flows.batch import AccountFacts, Batch, ServiceFacts, User, Version
from flows.models import ServiceVersion
from mep.accounts.models import Account
from mep.base import bulk

SERVICES = """
    SELECT s.id, s.public_id, s.account_id, s.name, c.id, c.public_id, c.name, s.status,
           s.published_id, s.remove_keyword, s.default_originator, s.on_reentry,
           s.session_lifetime, s.time_zone
    FROM flows_service s JOIN flows_servicecollection c ON c.id = s.collection_id
"""


def load_accounts(ids: Iterable[int]) -> dict[int, AccountFacts]:
    """Return what batches need to know of these accounts."""
    return {account.id: _facts(account) for account in Account.objects.filter(id__in=ids)}


def _facts(account: Account) -> AccountFacts:
    return AccountFacts(
        id=account.id,
        zone=ZoneInfo(account.time_zone),
        ascii_values=account.ascii_values,
        strict_service_check=account.strict_service_check,
        default_code=account.default_code,
        gateways=choices.known_ids("gateways", account.id),
        quiet=_quiet(account),
    )


def _quiet(account: Account) -> tuple[time, time] | None:
    if account.quiet_from is None or account.quiet_until is None:
        return None
    return account.quiet_from, account.quiet_until


def load_services(batch: Batch, wanted: Iterable[tuple[int, str]]) -> None:
    """Read services by (account, public id); one that does not exist becomes none."""
    missing = [key for key in dict.fromkeys(wanted) if key not in batch.services]
    if not missing:
        return
    batch.services.update(dict.fromkeys(missing))
    rows = bulk.fetch(
        f"{SERVICES} WHERE s.account_id = ANY(%s) AND s.public_id = ANY(%s)",
        [[account for account, _ in missing], [public_id for _, public_id in missing]],
    )
    for row in rows:
        _remember(batch, ServiceFacts(*row))


def load_services_by_id(batch: Batch, ids: Iterable[int]) -> None:
    """Read services by primary key."""
    missing = [service_id for service_id in set(ids) if service_id not in batch.services_by_id]
    if missing:
        for row in bulk.fetch(f"{SERVICES} WHERE s.id = ANY(%s)", [missing]):
            _remember(batch, ServiceFacts(*row))


def _remember(batch: Batch, service: ServiceFacts) -> None:
    batch.services_by_id[service.id] = service
    batch.services[service.account_id, service.public_id] = service


def load_versions(batch: Batch, ids: Iterable[int]) -> None:
    """Compile versions, from this process's cache where it has them."""
    missing = [version_id for version_id in set(ids) if version_id not in batch.versions]
    unknown = [version_id for version_id in missing if version_id not in COMPILED]
    if unknown:
        for row in ServiceVersion.objects.filter(id__in=unknown):
            COMPILED[row.id] = _compiled(row)
    while len(COMPILED) > MAX_COMPILED:
        COMPILED.pop(next(iter(COMPILED)))
    for version_id in missing:
        if version_id in COMPILED:
            batch.versions[version_id] = COMPILED[version_id]


MAX_COMPILED = 500
COMPILED: dict[int, Version] = {}
"""Versions never change, so a compiled one stays true."""


def _compiled(row: ServiceVersion) -> Version:
    return Version(
        id=row.id,
        number=row.number or 0,
        service_id=row.service_id,
        graph=graphs.compile_graph(row.graph, row.on_error),
        writes=frozenset(row.writes),
    )


def load_user_variables(batch: Batch, users: Iterable[User]) -> None:
    """Read the custom variables of people who are about to run, and add their built-in ones."""
    missing = [user for user in users if not user.is_loaded]
    for user in missing:
        user.is_loaded = True
        user.variables["user", 0] = {}
    for user_id, scope, owner, key, value in scopes.load_user_variables(
        [user.id for user in missing]
    ):
        kept = batch.users[user_id].variables.setdefault((scope, owner), {})
        kept[key] = scopes.unpack(value)
    for user in missing:
        user.variables["user", 0].update(
            scopes.user_builtins(
                user.public_id, user.msisdn, user.network, user.email, user.added_at
            )
        )


def load_shared(batch: Batch, services: Iterable[tuple[ServiceFacts, int | None]]) -> None:
    """Read the shared variables that sessions of these services see."""
    by_sandbox: dict[int | None, set[ServiceFacts]] = {}
    for service, sandbox_id in services:
        by_sandbox.setdefault(sandbox_id, set()).add(service)
    for sandbox_id, members in by_sandbox.items():
        _load_scope(batch, "service", {s.id for s in members}, sandbox_id)
        _load_scope(batch, "servicecoll", {s.collection_id for s in members}, sandbox_id)


def _load_scope(batch: Batch, scope: str, owners: set[int], sandbox_id: int | None) -> None:
    missing = [owner for owner in owners if (scope, owner, sandbox_id) not in batch.shared]
    if missing:
        load = (
            scopes.load_service_variables
            if scope == "service"
            else scopes.load_collection_variables
        )
        for owner, found in load(missing, sandbox_id).items():
            batch.shared[scope, owner, sandbox_id] = found.values
            batch.constants[scope, owner, sandbox_id] = found.constants
