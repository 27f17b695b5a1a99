"""A stage for a test: one account with a simulator, and everything one does with it.

Times are never waited for: ``skip`` moves all that is stored for it into the past instead.
"""

import json
import re
from datetime import datetime, timedelta

from django.utils import timezone

from flows import services as flows
from flows.models import Event, Session, TraceLine
from flows.runner import drain
from mep.base import bulk
from mep.messaging import services as messaging
from mep.messaging import submitting, tasks
from mep.messaging.models import Gateway, Message, SimulatedMessage, new_message_id
from mep.routing.mo import Mo
from mep.routing.models import RoutingCode
from tests import factories

CODE = "83000"
NUMBER = "447700900001"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)")
TIMES = {
    ("flows_session", "account_id"): (
        "wait_until",
        "waiting_since",
        "started_at",
        "last_at",
        "ended_at",
        "expires_at",
    ),
    ("flows_event", "account_id"): ("due_at", "created_at"),
    ("flows_effect", "account_id"): ("due_at", "leased_until", "created_at"),
    ("messaging_message", "account_id"): ("due_at", "leased_until", "created_at", "updated_at"),
    ("messaging_simulatedmessage", "gateway"): ("due_at", "received_at"),
    ("messaging_deliveryreport", "gateway_id"): ("at",),
}


def draw(nodes):
    """Make a graph of ``{id: (kind, settings, {outcome: next id})}``; it starts at the first."""
    return {
        "format": 1,
        "start": next(iter(nodes)),
        "nodes": [
            {"id": name, "kind": kind, "label": name, "notes": "", "position": [0, 0]}
            | {"settings": settings}
            for name, (kind, settings, *_) in nodes.items()
        ],
        "links": [
            {"from": name, "outcome": outcome, "to": to}
            for name, (_, _, *links) in nodes.items()
            for outcome, to in (links[0] if links else {}).items()
        ],
        "stickies": [],
    }


def say(text, **links):
    """A node that sends an SMS."""
    return ("send_sms", {"message": text}, links)


def keep(scope, key, value, initial="", **links):
    """A node that sets one variable."""
    row = {"scope": scope, "key": key, "value": value, "initial": initial}
    return ("set_variables", {"rows": [row]}, links)


class Stage:
    """An account on which services run."""

    def __init__(self, account=None):
        self.account = account or factories.create_account()
        self.gateway = Gateway.objects.filter(account=account).first() or (
            factories.create_gateway(self.account)
        )
        self.code = RoutingCode.objects.filter(account=account).first() or (
            factories.create_code(self.account, CODE, gateway=self.gateway)
        )
        self.collection = factories.create_collection(self.account)

    def service(self, nodes, *, word="", **properties):
        """A live service drawn from nodes, with a keyword that starts it."""
        given = {"collection": self.collection, **properties}
        collection = given.pop("collection")
        service = factories.create_service(collection, graph=draw(nodes), **given)
        if word:
            self.keyword(service, word)
        return service

    def keyword(self, service, text="JOIN", code=None, **more):
        """A word that starts a service."""
        more = {"match": "exactly", **more}
        return factories.create_keyword(code or self.code, service, text, **more)

    def text(self, text, number=NUMBER, *, code=CODE, external_id="", **more):
        """Text a code as a phone; the message waits to be worked on."""
        mo = Mo(
            message_id=f"{new_message_id():016X}",
            account_id=self.account.id,
            code=code,
            sender=number,
            text=text,
            received_at=timezone.now(),
            external_id=external_id,
            network=more.pop("network", "UNKNOWN"),
            parts=more.pop("parts", ()),
        )
        more = {"request_id": "R", **more}
        messaging.receive_mo(mo, gateway_id=self.gateway.id, **more)
        return mo.message_id

    def says(self, text, number=NUMBER, **more):
        """Text a code and have it worked on; return what comes back."""
        known = len(self.sent(number))
        self.text(text, number, **more)
        self.run()
        return self.sent(number)[known:]

    def invoke(self, service, number=NUMBER, *, variables=(), **more):
        """Start a service for a number and have it worked on; return its session."""
        request_id = self.begin(service, number, variables=variables, **more)
        self.run()
        return Session.objects.filter(request_id=request_id).order_by("started_at").first()

    def begin(self, service, number=NUMBER, **more):
        """Ask for a service to be started; return the request id."""
        more = {"request_id": f"Q{new_message_id():X}", **more}
        return flows.post_invocation(
            self.account.id, number=number, service_id=service.public_id, **more
        )

    def run(self, limit=200):
        """Work until nothing is due."""
        while drain("flow", limit):
            pass

    def send(self):
        """Hand to the gateway what is queued; return how many."""
        return submitting.drain_gateway(self.gateway.id)

    def report(self):
        """Let the simulated phones report on what they got, and work on it."""
        self.skip(seconds=1)
        tasks.report_from_simulator()
        self.run()

    def skip(self, **time):
        """Let time pass: everything the account has moves that far into the past."""
        length = timedelta(**time)
        owners = {"account_id": self.account.id, "gateway": self.gateway.public_id}
        owners["gateway_id"] = self.gateway.id
        for (table, owner), columns in TIMES.items():
            moved = ", ".join(f"{name} = {name} - %s" for name in columns)
            bulk.execute(
                f"UPDATE {table} SET {moved} WHERE {owner} = %s",  # noqa: S608 - all of them ours
                [*[length] * len(columns), owners[owner]],
            )
        for session in Session.objects.filter(status="waiting", account=self.account):
            session.state = MOMENT.sub(lambda found: _earlier(found[0], length), session.state)
            session.save(update_fields=["state"])

    def sent(self, number=NUMBER):
        """The texts that services sent to a number, the oldest first."""
        found = Message.objects.filter(direction="MT", number=number)
        return list(found.order_by("created_at").values_list("text", flat=True))

    def arrived(self, number=NUMBER):
        """The texts that a simulated phone got, the oldest first."""
        found = SimulatedMessage.objects.filter(to=number, state="received")
        return list(found.order_by("id").values_list("text", flat=True))

    def session(self, service=None, **more):
        """The latest session."""
        found = Session.objects.filter(**({"service": service} if service else {}), **more)
        return found.order_by("started_at", "id").last()

    def events(self, **more):
        """Status and reason of every event that is not a timer."""
        found = Event.objects.filter(**more).exclude(kind="timeout").order_by("id")
        return list(found.values_list("kind", "status", "reason"))


def trace(session):
    """Where a session went: node and outcome, or how it ended there."""
    lines = TraceLine.objects.filter(session=session).order_by("number")
    return [(line.node, line.outcome or line.ended) for line in lines]


def variables(session):
    """A session's own variables."""
    return json.loads(session.variables)


def _earlier(text, length):
    return (datetime.fromisoformat(text) - length).isoformat()
