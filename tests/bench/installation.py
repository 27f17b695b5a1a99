"""An installation of its own to measure: private servers as in production, and one account."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.servers import RunServers

if TYPE_CHECKING:
    from flows.models import Service
    from mep.accounts.models import Account

CODE = "83000"
RUN = {
    "format": 1,
    "start": "n1",
    "nodes": [
        {
            "id": "n1",
            "kind": "branch_expr",
            "label": "Is it?",
            "settings": {"expression": "${user.n + 1 > 0}"},
        },
        {
            "id": "n2",
            "kind": "set_variables",
            "label": "Set",
            "settings": {"rows": [{"scope": "session", "key": "x", "value": "${1 + 1}"}]},
        },
        {
            "id": "n3",
            "kind": "send_sms",
            "label": "Send",
            "settings": {"message": "Hi ${user.name}, you are number ${session.x}"},
        },
    ],
    "links": [
        {"from": "n1", "outcome": "true", "to": "n2"},
        {"from": "n2", "outcome": "done", "to": "n3"},
    ],
    "stickies": [],
}


@contextmanager
def servers() -> Iterator[None]:
    """Run PostgreSQL, which keeps what it acknowledged, and Redis; migrate an empty database."""
    from mep.base.embedded import servers as embedded

    own = RunServers(durable=True)
    own.start()
    os.environ["MEP_HOME"] = str(own.home)
    os.environ["MEP_DEMO"] = "0"
    os.environ.update(embedded.addresses(own.place))
    os.environ["DJANGO_SETTINGS_MODULE"] = "mep.settings"
    try:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield
    finally:
        own.stop()


def make_account() -> "Account":
    """Create an account with a simulator and a routing code."""
    from mep.accounts.models import Account
    from mep.messaging.models import Gateway
    from mep.routing.models import RoutingCode

    name = f"Bench {Account.objects.count()}"
    account = Account.objects.create(name=name, default_code=CODE, rate_limits=False)
    gateway = Gateway.objects.create(
        account=account, name="Simulator", kind="simulator", is_default=True
    )
    RoutingCode.objects.create(
        account=account, code=CODE, kind="short_code", gateway=gateway, is_default=True
    )
    return account


def make_service(account: "Account", document: dict[str, object] = RUN) -> "Service":
    """Create a live service with one version."""
    from flows.models import Service, ServiceCollection, ServiceVersion

    collection, _ = ServiceCollection.objects.get_or_create(account=account, name="Bench")
    service = Service.objects.create(
        account=account, collection=collection, name=f"S{Service.objects.count()}", status="live"
    )
    service.published = ServiceVersion.objects.create(service=service, number=1, graph=document)
    service.save()
    return service
