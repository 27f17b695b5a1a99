"""Plays a scenario: services, a script of what happens, and the transcript of what follows.

A step of a script is one line:

- ``text 83000 "JOIN"``: the phone texts a code
- ``invoke "Reminder" session.name="Bob"``: another system starts a service
- ``answer {"ok": true, "data": {…}}``: the web address that was called answers
- ``send``: what is queued goes to the gateway
- ``report``: the phones report on what they got
- ``wait 24h``: time passes (s, m, h or d)

``{+3d}`` in a step stands for the moment three days from now, in London.
"""

import json
import re
import shlex
from datetime import timedelta
from unittest.mock import patch

from django.utils import timezone

from flows import authoring, performers, scopes
from flows.blueprints import find_blueprint
from flows.models import Service, Session, TraceLine
from mep.accounts.models import Account, User
from mep.demo import services as demo
from mep.messaging.models import Message
from tests import factories
from tests.stage import NUMBER, Stage

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00)?")
LATER = re.compile(r"\{\+(\d+)([smhd])\}")
NAMELESS = re.compile(r"\.(smsid|id)$", re.IGNORECASE)


class Player:
    """One scenario on its stage."""

    def __init__(self, scenario):
        self.scenario = scenario
        self._stage = _demo() if scenario["world"] == "demo" else Stage()
        if scenario["world"] != "demo":
            _build(self._stage, **scenario["world"])
        self._seen_messages = set(Message.objects.values_list("id", flat=True))
        self._seen_lines = set()
        self._replaced = {}

    def play(self):
        """Let everything happen; return the transcript."""
        return [self._play(step) for step in self.scenario["script"]]

    def _play(self, step):
        verb, _, rest = _dated(step).partition(" ")
        getattr(self, f"_{verb}")(rest)
        self._stage.run()
        return {"step": step, **self._news()}

    def _text(self, rest):
        code, text = shlex.split(rest)
        self._stage.text(text, code=code)

    def _invoke(self, rest):
        name, *given = shlex.split(rest)
        service = Service.objects.get(account=self._stage.account, name=name)
        variables = [_variable(each) for each in given]
        self._stage.begin(service, variables=variables)

    def _answer(self, rest):
        result = performers.Result(**json.loads(rest))
        kinds = dict.fromkeys(performers.PERFORMERS, lambda task: result)
        with patch.dict(performers.PERFORMERS, kinds):
            assert performers.perform_next(), "nothing was asked of the outside"

    def _send(self, rest):
        self._stage.send()

    def _report(self, rest):
        self._stage.send()
        self._stage.report()

    def _wait(self, rest):
        self._stage.skip(**{UNITS[rest[-1]]: int(rest[:-1])})

    def _news(self):
        """Tell what has changed since the last step."""
        news = {"messages": self._messages(), **self._trace()}
        return {name: found for name, found in news.items() if found}

    def _messages(self):
        found = Message.objects.exclude(id__in=self._seen_messages).order_by("created_at", "id")
        told = []
        for message in found:
            self._seen_messages.add(message.id)
            told.append(_told(message))
        return told

    def _trace(self):
        lines = TraceLine.objects.filter(account=self._stage.account)
        fresh = [
            line
            for line in lines.order_by("at", "session__started_at", "number")
            if line.id not in self._seen_lines
        ]
        self._seen_lines.update(line.id for line in fresh)
        return {
            "visits": [_visit(line) for line in fresh],
            "variables": [row for line in fresh for row in _changes(line)],
        }

    def state(self):
        """Tell how every session stands in the end."""
        found = Session.objects.filter(account=self._stage.account).order_by("started_at")
        return [f"{each.service.name}: {each.status} {each.reason}".strip() for each in found]


def _demo():
    demo.load(factories.PASSWORD)
    account = User.objects.get(username="demo").account
    return Stage(Account.objects.get(id=account.id))


def _build(stage, blueprint, values=(), words=(), **properties):
    """Make a service from a blueprint; its subscription, if it has one, is a new list."""
    user = factories.create_login(stage.account)
    template = find_blueprint(blueprint)
    lists = factories.create_subscription_collection(stage.account)
    values = dict(values) | {
        "subscription": factories.create_subscription(lists, name="The list").public_id
    }
    service = authoring.create_service(
        user,
        stage.collection,
        name=template.name,
        document=template.fill(values),
        properties={**template.properties, **properties},
    )
    authoring.publish(user, service)
    for word in words:
        stage.keyword(service, word, match="starts")


def _dated(step):
    return LATER.sub(lambda found: _later(int(found[1]), UNITS[found[2]]), step)


def _later(amount, unit):
    return scopes.london(timezone.now() + timedelta(**{unit: amount}))


def _variable(given):
    name, _, value = given.partition("=")
    scope, _, key = name.partition(".")
    return scope, key, value


def _told(message):
    sign = "<" if message.direction == "MT" else ">"
    number = "" if message.number == NUMBER else f" {message.number}"
    status = message.status + (f" ({message.reason})" if message.reason else "")
    return f"{message.code} {sign}{number} {_plain(message.text)} [{status}]"


def _visit(line):
    node = next((n for n in line.version.graph["nodes"] if n["id"] == line.node), None)
    label = node["label"] if node else line.node
    ways = [line.outcome, line.ended and f"({line.ended})", line.reason]
    return " ".join(filter(None, [f"{line.service.name} / {label}:", *ways])).rstrip(":")


def _changes(line):
    for scope, key, _, after, *cleared in json.loads(line.data).get("changes", ()):
        value = "cleared" if cleared else json.dumps(_plain(after), ensure_ascii=False)
        if not NAMELESS.search(key):
            yield f"{scope}.{key} = {value}"


def _plain(value):
    return TIME.sub("<time>", value) if isinstance(value, str) else value
