"""One of two equal worlds: services of every sort, and how everything that happened is told."""

import json
import random
import threading
from collections import Counter

from django.db import connection

from flows.models import Event, Session, TraceLine
from flows.runner import drain
from mep.base import bulk
from mep.endusers.models import Consent, EndUser, OptOut, UserVariable
from mep.messaging.models import Message
from subscriptions.models import Membership
from tests import factories
from tests.stage import Stage, keep, say

NUMBERS = ("447700900001", "447700900002", "447700900993", "447700900995")
WITH_STOP, WITHOUT_STOP = "83000", "84000"
CODES = (WITH_STOP, WITHOUT_STOP)
WORDS = ("ask", "wait", "pause", "call", "count", "report", "go")
TEXTS = (*(word.upper() for word in WORDS), "yes", "no", "hello", "STOP", "HELP", "START", "quit")
PASSING = ("smsid", "date", "time", "id", "subscription.id")
WORKERS = 2


class World(Stage):
    """An account with two codes; on one of them STOP and HELP have services of their own."""

    def __init__(self):
        super().__init__()
        self.other_code = factories.create_code(self.account, WITHOUT_STOP)
        collection = factories.create_subscription_collection(self.account, name="Tea")
        club = factories.create_subscription(collection, name="Club")
        self.services = _services(self, club.public_id)
        for word in WORDS:
            for code in (self.code, self.other_code):
                kind = "opt_in" if word == "ask" else "campaign"
                interrupts = "exact" if word == "go" else "never"
                self.keyword(self.services[word], word, code=code, kind=kind, interrupts=interrupts)
        self.keyword(self.services["stop"], "STOP", kind="stop", interrupts="exact")
        self.keyword(self.services["help"], "HELP", kind="help", interrupts="exact")

    def happen(self, event):
        """Let something happen: what, to whom, and with what."""
        kind, number, *given = event
        if kind == "text":
            text, code, external_id = given
            self.text(text, number, code=code, external_id=external_id)
        else:
            self.begin(self.services[given[0]], number, variables=given[1])

    def race(self, events):
        """Let events happen while two workers work on them."""
        quiet = threading.Event()
        errors = []
        workers = [
            threading.Thread(target=_work, args=[quiet, random.Random(place), errors])  # noqa: S311
            for place in range(WORKERS)
        ]
        for worker in workers:
            worker.start()
        for event in events:
            self.happen(event)
        quiet.set()
        for worker in workers:
            worker.join(60)
        assert not errors, errors
        self.run()

    def follow(self, events):
        """Let events happen one after another, each worked on before the next."""
        self.run(limit=1)
        for event in events:
            self.happen(event)
            self.run(limit=1)

    def told(self):
        """Everything that can be told of this world, without ids and times."""
        people = EndUser.objects.filter(account=self.account)
        return {
            "people": {user.msisdn: self._told_of(user) for user in people},
            "counters": sorted(
                bulk.fetch(
                    "SELECT s.name, v.key, v.value FROM flows_servicevariable v"
                    " JOIN flows_service s ON s.id = v.service_id WHERE s.account_id = %s"
                    " UNION ALL SELECT 'collection', v.key, v.value FROM flows_collectionvariable v"
                    " JOIN flows_servicecollection c ON c.id = v.collection_id"
                    " WHERE c.account_id = %s",
                    [self.account.id, self.account.id],
                )
            ),
            "events": Counter(
                Event.objects.filter(account=self.account)
                .exclude(kind="timeout", status__in=(Event.Status.DUE, Event.Status.DONE))
                .values_list("kind", "status", "reason")
            ),
        }

    def _told_of(self, user):
        sessions = Session.objects.filter(end_user=user).order_by("started_at")
        return {
            "messages": _messages(self.account, user.msisdn),
            "sessions": [_session(session) for session in sessions],
            "variables": sorted(
                UserVariable.objects.filter(end_user=user).values_list("scope", "key", "value")
            ),
            "opt-outs": sorted(OptOut.objects.filter(end_user=user).values_list("code", "source")),
            "stays": [
                (stay.reason, stay.until is not None)
                for stay in Membership.objects.filter(end_user=user).order_by("since")
            ],
            "consents": list(
                Consent.objects.filter(end_user=user)
                .order_by("at", "id")
                .values_list("confirmed", "answer", "code", "keyword")
            ),
        }


def _messages(account, number):
    found = Message.objects.filter(account=account, number=number).order_by("created_at", "id")
    told = {"MO": [], "MT": []}
    for message in found:
        told[message.direction].append(
            (message.text, message.code, message.status, message.reason, message.keyword)
        )
    return told


def _session(session):
    lines = TraceLine.objects.filter(session=session).order_by("number")
    return {
        "service": session.service.name,
        "status": (session.status, session.reason, session.node, session.awaits),
        "keyword": (session.keyword, session.guard, session.code, session.trigger),
        "counts": (session.visits, session.resumes, session.wait_number),
        "variables": _lasting(session.variables),
        "request": _lasting(session.request_variables),
        "trace": [(line.node, line.outcome, line.ended, line.reason) for line in lines],
    }


def _lasting(packed):
    found = json.loads(packed)
    return {key: value for key, value in found.items() if key.rpartition(".")[2] not in PASSING}


def _work(quiet, luck, errors):
    """Be a worker: batches of any size, until all has happened and nothing is due."""
    try:
        while drain("flow", luck.choice((1, 2, 5, 200))) or not quiet.is_set():
            pass
    except Exception as error:
        errors.append(error)
    finally:
        connection.close()


def _services(world, club):
    drawn = {
        "wait": {
            "one": (
                "wait_message",
                {"timeout": "PT2H", "keep": {"scope": "session", "key": "one"}},
                {"message_received": "two", "timed_out": "late"},
            ),
            "two": (
                "wait_message",
                {"timeout": "PT2H", "keep": {"scope": "user", "key": "two"}},
                {"message_received": "say", "timed_out": "late"},
            ),
            "say": say("${session.one} then ${user.two}"),
            "late": say("Too late after ${session.one}"),
        },
        "count": {
            "mine": keep("user", "n", "${user.n + 1}", "${1}", done="all"),
            "all": keep("service", "Count", "${service.Count + 1}", "${1}", done="every"),
            "every": keep("servicecoll", "Total", "${servicecoll.Total + 1}", "${1}", done="say"),
            "say": say("Your vote number ${user.n}"),
        },
        "pause": {
            "pause": ("delay", {"duration": "PT1H"}, {"continue": "again"}),
            "again": ("delay", {"duration": "PT3H"}, {"continue": "every"}),
            "every": keep("servicecoll", "Total", "${servicecoll.Total + 1}", "${1}", done="say"),
            "say": say("After a while"),
        },
        "ask": {
            "ask": (
                "double_opt_in",
                {"message": "Sure?", "timeout": "PT4H", "reminder_after": "PT1H"},
                {"confirmed": "join", "declined": "no", "timed_out": "late"},
            ),
            "join": (
                "subscribe",
                {"to": {"mode": "subscription", "subscription": club}},
                {"subscribed": "yes", "already_subscribed": "again"},
            ),
            "yes": say("Welcome"),
            "again": say("Welcome back"),
            "no": say("A pity"),
            "late": say("Too late"),
        },
        "report": {
            "send": (
                "send_sms",
                {"message": "Did it come?", "wait_report": True, "report_limit": "PT5M"},
                {"delivered": "ask", "no_report": "ask", "failed": "ask"},
            ),
            "ask": ("wait_message", {"timeout": "PT2H"}, {"message_received": "say"}),
            "say": say("${request.message.message} ${session.lastError.code}"),
        },
        "stop": {
            "leave": (
                "unsubscribe",
                {"which": {"mode": "subscription", "subscription": club}},
                {"unsubscribed": "bye", "was_not_subscribed": "never"},
            ),
            "bye": say("Bye"),
            "never": say("Never mind"),
        },
        "help": {"say": say("Help is on its way")},
    }
    made = {name: world.service(nodes, name=name) for name, nodes in drawn.items()}
    for name, kind, to in (("call", "run_service", "wait"), ("go", "goto_service", "count")):
        nodes = {
            "first": keep("session", "mine", name, done="on"),
            "on": (kind, {"service": made[to].public_id}, {"completed": "say"}),
            "say": say("Back from it with ${session.mine}"),
        }
        made[name] = world.service(nodes, name=name)
    return made
