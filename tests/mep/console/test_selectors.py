from datetime import timedelta

import pytest
from django.utils import timezone

from flows.models import Event
from mep.accounts.roles import Area, Level, OtherRole
from mep.console import selectors
from mep.console.filters import parse_filters
from mep.messaging.lines import message_line
from mep.messaging.viewers import viewer_of
from tests import factories
from tests.mep.console.conftest import ago

VIEWER = {Area.CONSOLE: Level.VIEWER, Area.SERVICES: Level.VIEWER, Area.ROUTING: Level.VIEWER}


def texts(found):
    return [line.get("text") for line in found.lines]


def kinds(found):
    return {line["kind"] for line in found.lines}


def refused(account, **more):
    more = {
        "status": Event.Status.REFUSED,
        "reason": "unknown_service",
        "target": "F9E8D7C6B5A4",
        "done_at": timezone.now(),
        **more,
    }
    return factories.create_event(factories.create_end_user(account), **more)


def test_gives_every_kind_of_line_since_a_moment(account, user, session):
    factories.create_message(account)
    factories.create_trace_line(session)
    refused(account)

    found = selectors.backlog(user, ago(10))

    assert kinds(found) == {"message", "trace", "event"}
    assert found.complete


def test_orders_lines_by_their_last_change(account, user):
    factories.create_message(account, "second", updated_at=ago(2))
    factories.create_message(account, "first", updated_at=ago(3))
    factories.create_message(account, "third", updated_at=ago(1))

    assert texts(selectors.backlog(user, ago(10))) == ["first", "second", "third"]


def test_leaves_out_what_changed_before(account, user):
    factories.create_message(account, "old", updated_at=ago(20))
    factories.create_message(account, "new", created_at=ago(20), updated_at=ago(5))

    assert texts(selectors.backlog(user, ago(10))) == ["new"]


def test_pages_through_everything_once(account, user, session):
    moments = [ago(60 - second) for second in range(30)]
    for number, moment in enumerate(moments, start=1):
        factories.create_message(account, f"m{number}", updated_at=moment)
        factories.create_trace_line(session, number, at=moment)

    seen, since, pages = [], ago(100), 0
    while True:
        found = selectors.backlog(user, since, limit=7)
        seen += [line["id"] for line in found.lines]
        pages += 1
        if found.complete:
            break
        since = max(line_moment(line) for line in found.lines)

    assert len(seen) == len(set(seen)) == 60
    assert pages > 5


def line_moment(line):
    return timezone.datetime.fromisoformat(line["updated"])


def test_lines_of_one_moment_are_never_parted(account, user):
    moment = ago(5)
    for number in range(12):
        factories.create_message(account, f"m{number}", updated_at=moment)
    factories.create_message(account, "later", updated_at=ago(4))

    found = selectors.backlog(user, ago(10), limit=5)

    assert len(found.lines) == 12
    assert not found.complete


def test_looks_back_a_day_at_most(account, user):
    factories.create_message(account, "ancient", updated_at=timezone.now() - timedelta(hours=25))

    assert texts(selectors.backlog(user, timezone.now() - timedelta(days=30))) == []


def test_the_last_rows_are_those_of_the_table(account, user, session):
    for number in range(105):
        factories.create_message(account, f"m{number}", updated_at=ago(300 - number))
    factories.create_trace_line(session)

    found = selectors.backlog(user, None)

    assert texts(found) == [f"m{number}" for number in range(5, 105)]
    assert found.complete


def test_the_last_rows_have_steps_when_asked_for(user, session):
    factories.create_trace_line(session)

    assert kinds(selectors.backlog(user, None, parse_filters({"steps": "1"}))) == {"trace"}


def test_lines_of_sandboxes_and_other_accounts_stay_out(account, user, service):
    sandbox = factories.create_sandbox(service, user)
    factories.create_message(account, "tried", sandbox=sandbox)
    factories.create_trace_line(factories.create_session(service, sandbox=sandbox), sandbox=sandbox)
    factories.create_message(factories.create_account(), "theirs")

    assert selectors.backlog(user, ago(10)).lines == []


def test_a_message_is_seen_by_its_routing_code_or_its_service(account, collection, service):
    mine = factories.create_code(account, "83000")
    factories.create_code(account, "84000")
    rights = factories.rights(VIEWER, codes=[mine.public_id], collections=[collection.public_id])
    user = factories.create_login(account, rights=rights)
    factories.create_message(account, "my code", code="83000", updated_at=ago(3))
    factories.create_message(
        account, "my service", code="84000", service=service, updated_at=ago(2)
    )
    factories.create_message(account, "neither", code="84000", updated_at=ago(1))

    assert texts(selectors.backlog(user, ago(10))) == ["my code", "my service"]


def test_codes_are_compared_whatever_their_case(account):
    code = factories.create_code(account, "ACME_inject", kind="inject")
    user = factories.create_login(account, rights=factories.rights(VIEWER, codes=[code.public_id]))
    factories.create_message(account, "hi", code="Acme_Inject")

    assert texts(selectors.backlog(user, ago(10))) == ["hi"]


def test_a_service_that_is_invisible_is_restricted(account, service):
    code = factories.create_code(account)
    user = factories.create_login(account, rights=factories.rights(VIEWER, codes=[code.public_id]))
    factories.create_message(account, service=service, session=factories.create_session(service))

    (line,) = selectors.backlog(user, ago(10)).lines

    assert line["service"] == {"id": "", "name": "(restricted)", "collection": ""}
    assert line["session"] is None


def test_steps_are_seen_by_their_service_only(account, collection, service):
    hidden = factories.create_service(factories.create_collection(account))
    rights = factories.rights(VIEWER, collections=[collection.public_id])
    user = factories.create_login(account, rights=rights)
    factories.create_trace_line(factories.create_session(service))
    factories.create_trace_line(factories.create_session(hidden))

    (line,) = selectors.backlog(user, ago(10)).lines

    assert line["service"]["name"] == service.name


@pytest.mark.parametrize(("everything", "count"), [(True, 3), (False, 1)])
def test_refusals_are_seen_by_the_service_they_name(
    account, collection, service, everything, count
):
    rights = factories.rights(VIEWER, collections=["*" if everything else collection.public_id])
    user = factories.create_login(account, rights=rights)
    hidden = factories.create_service(factories.create_collection(account))
    refused(account)
    refused(account, target=service.public_id, reason="paused")
    refused(account, target=hidden.public_id, reason="paused")

    assert len(selectors.backlog(user, ago(10)).lines) == count


def test_a_login_sees_what_it_sent_itself(account, service):
    user = factories.create_login(account, rights=factories.rights(VIEWER))
    refused(account, target=service.public_id, reason="no_access", user=user, request_id="R1")

    (line,) = selectors.backlog(user, ago(10)).lines

    assert (line["reason"], line["request_id"]) == ("no_access", "R1")
    assert line["service"]["name"] == "(restricted)"
    assert "_user" not in line


@pytest.mark.parametrize(
    ("kind", "status", "reason", "is_told"),
    [
        ("invoke", Event.Status.REFUSED, "paused", True),
        ("invoke", Event.Status.DEAD, "dead", True),
        ("timeout", Event.Status.DROPPED, "stale", False),
        ("timeout", Event.Status.DEAD, "dead", True),
        ("message", Event.Status.DROPPED, "no_keyword", False),
        ("message", Event.Status.DROPPED, "variables_dropped", True),
        ("invoke", Event.Status.DONE, "", False),
    ],
)
def test_tells_of_events_that_stand_nowhere_else(account, user, kind, status, reason, is_told):
    refused(account, kind=kind, status=status, reason=reason, target="83000")

    assert bool(selectors.backlog(user, ago(10)).lines) is is_told


def test_numbers_are_masked_wherever_they_stand(account, service):
    rights = factories.rights(VIEWER, codes=["*"], collections=["*"])
    user = factories.create_login(account, rights=rights)
    number = factories.NUMBER
    session = factories.create_session(service)
    factories.create_message(account, f"I am {number}")
    data = {
        "fields": {"to": number, "list": [f"x{number}"]},
        "changes": [["session", "who", None, int(number)]],
        "effects": [["send_sms", f"to {number}"]],
    }
    factories.create_trace_line(session, data=data, error=f"{number} is not valid")
    refused(account)

    found = selectors.backlog(user, ago(10))

    assert len(found.lines) == 3
    assert number not in repr(found.lines)
    assert repr(found.lines).count("4477••••0750") == 9


def test_numbers_are_shown_to_whoever_may_see_details(account):
    rights = factories.rights(VIEWER, [OtherRole.USER_DETAILS], codes=["*"])
    user = factories.create_login(account, rights=rights)
    factories.create_message(account)

    (line,) = selectors.backlog(user, ago(10)).lines

    assert line["number"] == factories.NUMBER


def test_the_backlog_takes_few_queries(account, user, session, django_assert_max_num_queries):
    for number in range(1, 21):
        factories.create_message(account, service=session.service)
        factories.create_trace_line(session, number)
        refused(account)

    with django_assert_max_num_queries(10):
        found = selectors.backlog(user, ago(10))

    assert len(found.lines) == 60


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"direction": ["MO"]}, {"in"}),
        ({"direction": ["MO", "MT"]}, {"in", "out"}),
        ({"status": "delivered"}, {"out"}),
        ({"problems": "1"}, {"lost", "refused"}),
        ({"number": ["0750"]}, {"in"}),
        ({"text": ["bob"]}, {"out"}),
        ({"text": ["100% sure"]}, {"lost"}),
        ({"q": "R-42"}, {"out"}),
        ({"q": "0750"}, {"in"}),
        ({"service": ["missing"]}, set()),
        ({"colour": ["red"], "steps": 7}, {"in", "out", "lost", "refused"}),
        ("nonsense", {"in", "out", "lost", "refused"}),
        ({"text": ["a\x00b"]}, {"in", "out", "lost", "refused"}),
    ],
)
def test_the_last_rows_pass_the_filters(account, user, filters, expected):
    other = "447700900111"
    rows = {
        factories.create_message(account, "JOIN").public_id: "in",
        factories.create_message(
            account, "Hi Bob", direction="MT", status="delivered", request_id="R-42", number=other
        ).public_id: "out",
        factories.create_message(
            account, "100% sure", direction="MT", status="failed", number=other, type="email"
        ).public_id: "lost",
    }
    end_user = factories.create_end_user(account, other)
    event = factories.create_event(
        end_user, status=2, reason="unknown_service", done_at=timezone.now()
    )
    rows[f"e{event.id:012X}"] = "refused"
    if filters == {"direction": ["MO", "MT"]}:
        expected = {"in", "out", "lost"}

    found = selectors.backlog(user, None, parse_filters(filters))

    assert {rows[line["id"]] for line in found.lines} == expected


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"status": ["failed"]}, 1),
        ({"status": ["left"]}, 1),
        ({"status": ["waiting"]}, 1),
        ({"status": ["ended"]}, 1),
        ({"problems": "1"}, 1),
        ({"text": ["Zoë"]}, 1),
        ({"direction": ["MO"]}, 0),
        ({"collection": ["missing"]}, 0),
        ({"number": ["0750"]}, 4),
    ],
)
def test_steps_pass_the_filters(user, session, filters, count):
    factories.create_trace_line(session, data={"fields": {"message": "Hi Zoë"}})
    factories.create_trace_line(session, outcome="")
    factories.create_trace_line(session, outcome="", error="broken")
    factories.create_trace_line(session, ended="completed")

    found = selectors.backlog(user, None, parse_filters({"steps": "1", **filters}))

    assert len(found.lines) == count


def test_searching_cannot_spell_out_a_masked_number(account):
    rights = factories.rights(VIEWER, codes=["*"], collections=["*"])
    user = factories.create_login(account, rights=rights)
    factories.create_message(account)

    assert selectors.backlog(user, None, parse_filters({"number": ["07"]})).lines == []
    assert selectors.backlog(user, None, parse_filters({"q": "07"})).lines == []
    assert selectors.backlog(user, None, parse_filters({"number": [factories.NUMBER]})).lines


def test_filters_hold_for_what_was_missed_too(account, user, session):
    factories.create_message(account, "in")
    factories.create_message(account, "out", direction="MT")
    factories.create_trace_line(session)

    found = selectors.backlog(user, ago(10), parse_filters({"direction": ["MT"]}))

    assert texts(found) == ["out"]


def test_a_message_of_a_sandbox_is_not_relayed(account, user, service):
    sandbox = factories.create_sandbox(service, user)
    message = factories.create_message(account, sandbox=sandbox)

    assert viewer_of(user).show([message_line(message)]) == []
