"""One function for each model: a row that is valid, and whatever else is asked for."""

import json
from datetime import timedelta
from itertools import count

from django.utils import timezone

from flows import graphs
from flows.models import (
    CollectionVariable,
    Effect,
    Event,
    Sandbox,
    Service,
    ServiceCollection,
    ServiceVariable,
    ServiceVersion,
    Session,
    TraceLine,
)
from mep.accounts import services as accounts
from mep.accounts import tokens
from mep.accounts.models import Account
from mep.accounts.roles import EVERYTHING, LEVELS, AccessList, OtherRole
from mep.accounts.services import NewLogin, NewRights
from mep.endusers.models import Consent, EndUser, Operator, OptOut, UserVariable
from mep.messaging.models import DeliveryReport, Gateway, Message
from mep.routing.models import Keyword, RoutingCode
from subscriptions.models import Membership, Subscription, SubscriptionCollection

PASSWORD = "Brass-Lantern-7"  # noqa: S105 - of tests only
NUMBER = "447700900750"
GREETING = {
    "format": 1,
    "start": "n1",
    "nodes": [
        {"id": "n1", "kind": "send_sms", "label": "Greet", "settings": {"message": "Hello"}},
    ],
    "links": [],
    "stickies": [],
}

_numbers = count(1)


def create_account(name=None, **more):
    more = {"default_code": "83000", "rate_limits": False, **more}
    return Account.objects.create(name=name or f"Account {next(_numbers)}", **more)


def every_right():
    levels = {area: max(levels) for area, levels in LEVELS.items()}
    return NewRights(levels, list(OtherRole), {name: [EVERYTHING] for name in AccessList})


def rights(levels=None, other_roles=(), codes=(), collections=()):
    """Rights by area, with what stands on the two lists that matter most."""
    lists = {AccessList.ROUTING_CODES: codes, AccessList.SERVICE_COLLECTIONS: collections}
    return NewRights(levels or {}, other_roles, lists)


def create_login(account, username=None, rights=None, **more):
    """A login; without ``rights`` one that may do everything."""
    login = NewLogin(username or f"login{next(_numbers)}", PASSWORD, **more)
    return accounts.create_login(account, login, rights or every_right())


def create_token(user, **more):
    """A token; returns its text."""
    return tokens.create_token(user, f"Token {next(_numbers)}", **more)[1]


def create_end_user(account, msisdn=NUMBER, **more):
    return EndUser.objects.get_or_create(account=account, msisdn=msisdn, defaults=more)[0]


def create_user_variable(end_user, key="name", value="Bob", **more):
    more = {"scope": "user", "name": key, **more}
    packed = json.dumps(value)
    return UserVariable.objects.create(end_user=end_user, key=key.lower(), value=packed, **more)


def create_opt_out(end_user, code=""):
    return OptOut.objects.create(
        account=end_user.account, end_user=end_user, code=code, source="message", text="STOP"
    )


def create_consent(end_user, **more):
    more = {"confirmed": True, "question": "Sure?", "answer": "YES", **more}
    more = {"session_id": 0, "service_id": 0, **more}
    return Consent.objects.create(account=end_user.account, end_user=end_user, **more)


def create_operator(code="ORANGEUK", **more):
    return Operator.objects.get_or_create(code=code, defaults=more)[0]


def create_collection(account, name=None, **more):
    name = name or f"Collection {next(_numbers)}"
    return ServiceCollection.objects.create(account=account, name=name, **more)


def create_service(collection, name=None, graph=None, **more):
    """A live service with one published version; ``graph=None`` gives one that greets."""
    graph = GREETING if graph is None else graph
    more = {"status": Service.Status.LIVE, "draft": graph, **more}
    service = Service.objects.create(
        account=collection.account,
        collection=collection,
        name=name or f"Service {next(_numbers)}",
        **more,
    )
    create_version(service, graph)
    return service


def create_version(service, graph=None, **more):
    """The next version of a service, published."""
    graph = GREETING if graph is None else graph
    version = ServiceVersion.objects.create(
        service=service,
        number=service.versions.count() + 1,
        graph=graph,
        on_error=service.on_error,
        writes=sorted(graphs.writes_shared(graph)),
        **more,
    )
    service.published = version
    service.save(update_fields=["published"])
    return version


def create_sandbox(service, user, **more):
    return Sandbox.objects.create(account=service.account, service=service, user=user, **more)


def create_service_variable(service, key="Count", value=1, **more):
    packed = json.dumps(value)
    return ServiceVariable.objects.create(
        service=service, key=key.lower(), name=key, value=packed, **more
    )


def create_collection_variable(collection, key="Count", value=1, **more):
    packed = json.dumps(value)
    return CollectionVariable.objects.create(
        collection=collection, key=key.lower(), name=key, value=packed, **more
    )


def create_session(service, end_user=None, **more):
    """A session that waits; give ``status`` for one that has ended."""
    more = {
        "version": service.published,
        "status": Session.Status.WAITING,
        "trigger": "invoke",
        "node": "n1",
        "expires_at": timezone.now() + timedelta(days=30),
        **more,
    }
    return Session.objects.create(
        account=service.account,
        end_user=end_user or create_end_user(service.account),
        service=service,
        **more,
    )


def create_trace_line(session, number=None, data=None, **more):
    more = {"node": "n1", "handler": "send_sms", "entered": True, "outcome": "sent", **more}
    return TraceLine.objects.create(
        account=session.account,
        session=session,
        service=session.service,
        version=session.version,
        number=number or session.trace.count() + 1,
        data=json.dumps(data or {}),
        **more,
    )


def create_event(end_user, kind="invoke", data=None, **more):
    """An event that is due; give ``status``, ``reason`` and ``done_at`` for one that is over."""
    packed = json.dumps(data or {})
    return Event.objects.create(
        account=end_user.account, end_user=end_user, kind=kind, data=packed, **more
    )


def create_effect(session, kind="call_http", data=None, **more):
    more = {"visit": 1, "data": json.dumps(data or {}), **more}
    return Effect.objects.create(
        account=session.account, session=session, end_user=session.end_user, kind=kind, **more
    )


def create_gateway(account, name=None, **more):
    more = {"kind": "simulator", "is_default": True, **more}
    name = name or f"Gateway {next(_numbers)}"
    return Gateway.objects.create(account=account, name=name, **more)


def create_message(account, text="JOIN", **more):
    """A received message; give ``direction="MT"`` and a status for one that was sent."""
    more = {
        "direction": Message.Direction.MO,
        "source": "mo",
        "number": NUMBER,
        "code": "83000",
        "status": "received",
        **more,
    }
    return Message.objects.create(account=account, text=text, **more)


def create_report(message, status="delivered", **more):
    more = {"external_id": message.external_id or f"R{next(_numbers)}", **more}
    return DeliveryReport.objects.create(
        gateway=message.gateway, message=message, status=status, **more
    )


def create_code(account, code="83000", **more):
    more = {"kind": RoutingCode.Kind.SHORT_CODE, **more}
    return RoutingCode.objects.create(account=account, code=code, **more)


def create_keyword(code, service, text="JOIN", **more):
    more = {"match": Keyword.Match.STARTS, **more}
    return Keyword.objects.create(
        account=code.account, routing_code=code, service=service, text=text, **more
    )


def create_subscription_collection(account, name=None, **more):
    name = name or f"Lists {next(_numbers)}"
    return SubscriptionCollection.objects.create(account=account, name=name, **more)


def create_subscription(collection, name=None, **more):
    return Subscription.objects.create(
        account=collection.account,
        collection=collection,
        name=name or f"List {next(_numbers)}",
        **more,
    )


def create_membership(subscription, end_user, **more):
    more = {"source": "test", **more}
    return Membership.objects.create(subscription=subscription, end_user=end_user, **more)
