"""What a handler may see and do."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.engine.context import Context
from flows.engine.effects import SetNetwork
from flows.engine.errors import HandlerError
from tests.flows.engine.probes import make_world


@pytest.fixture
def ctx():
    return Context(make_world({"name": "Ann", "count": 2, "nothing": None}))


def test_renders_text(ctx):
    assert ctx.render("Hi ${session.Name}", "message") == "Hi Ann"
    assert ctx.fields == {"message": "Hi Ann"}


def test_shows_nothing_without_a_name(ctx):
    ctx.render("Hi")

    assert ctx.fields == {}


def test_encodes_what_is_filled_in_and_nothing_else(ctx):
    assert ctx.render_encoded("name=${session.name}", str.upper, "url") == "name=ANN"
    assert ctx.fields == {"url": "name=ANN"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${session.count + 1}", 3),
        ("${session.name}", "Ann"),
        (" ${1}", " 1"),
        ("x", "x"),
        ("", ""),
    ],
)
def test_evaluates_a_single_expression_with_its_type(ctx, text, value):
    found = ctx.evaluate(text)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("method", ["render", "evaluate", "boolean", "duration"])
def test_a_faulty_expression_is_a_defect(ctx, method):
    with pytest.raises(HandlerError) as caught:
        getattr(ctx, method)("${'a' + 1}")

    assert (caught.value.reason, caught.value.defect) == ("expression", True)


@pytest.mark.parametrize(
    ("text", "value"),
    [("${true}", True), ("${1 > 2}", False), ("${'true'}", True), ("${'false'}", False)],
)
def test_reads_a_boolean(ctx, text, value):
    assert ctx.boolean(text) is value


@pytest.mark.parametrize("text", ["${1}", "${null}", "${'yes'}", "${session.name}"])
def test_refuses_what_is_no_boolean(ctx, text):
    with pytest.raises(HandlerError, match="true or false"):
        ctx.boolean(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("PT2H", 120), ("P1D", 1440), ("${session.count}", 2), ("${'1.5'}", 1.5), ("${0}", 0)],
)
def test_reads_a_duration(ctx, text, minutes):
    assert ctx.duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["${session.name}", "${null}", "${-1}", "${259201}", "${1/0}", "${true}", "${''}"]
)
def test_refuses_what_is_no_duration(ctx, text):
    with pytest.raises(HandlerError) as caught:
        ctx.duration(text)

    assert caught.value.defect


def test_reads_variables_whatever_their_case(ctx):
    assert ctx.get("session", "NAME") == "Ann"
    assert ctx.get("session", "missing") is None
    assert ctx.exists("session", "Name")
    assert ctx.exists("session", "nothing")
    assert not ctx.exists("session", "missing")


def test_lists_the_keys_that_exist(ctx):
    ctx.set("session", "New", 1)
    ctx.clear("session", "name")

    assert set(ctx.keys("session")) == {"count", "nothing", "new"}
    assert ctx.keys("userservice") == []


def test_clearing_what_does_not_exist_is_no_change(ctx):
    ctx.clear("session", "missing")

    assert ctx.changes == []


@pytest.mark.parametrize(
    ("scope", "key", "value", "reason"),
    [
        ("session", "a b", "x", "key"),
        ("session", "empty", "x", "key"),
        ("session", "k" * 101, "x", "key"),
        ("user", "id", "x", "key"),
        ("request", "mt.smsId", "x", "key"),
        ("session", "a", "x" * 4001, "value"),
        ("service", "a", "x" * 256, "value"),
        ("servicecoll", "a", "x" * 256, "value"),
        ("session", "a", "bell \x07", "value"),
        ("session", "a", "half \ud800", "value"),
    ],
)
def test_refuses_names_and_values(ctx, scope, key, value, reason):
    with pytest.raises(HandlerError) as caught:
        ctx.set(scope, key, value)

    assert (caught.value.reason, caught.value.defect) == (reason, True)
    assert ctx.changes == []


@pytest.mark.parametrize(
    ("scope", "value"),
    [
        ("session", "x" * 4000),
        ("service", "x" * 255),
        ("session", "Zoë 🎉\tand\r\nmore"),
        ("session", 2.5),
        ("session", True),
        ("session", None),
    ],
)
def test_keeps_a_value_with_its_type(ctx, scope, value):
    ctx.set(scope, "a", value)

    assert ctx.get(scope, "a") == value
    assert type(ctx.get(scope, "a")) is type(value)


def test_an_account_may_insist_on_ascii():
    ctx = Context(make_world(ascii_values=True))

    with pytest.raises(HandlerError, match="session.a"):
        ctx.set("session", "a", "Zoë")


def test_undoes_changes_exactly(ctx):
    ctx.set("session", "name", "Bob")
    ctx.set("session", "nil", None)
    kept = len(ctx.changes)
    ctx.set("session", "name", "Eve")
    ctx.set("session", "nil", "no longer")
    ctx.clear("session", "count")
    ctx.set("user", "added", "x")
    ctx.emit(SetNetwork("x"))

    ctx.undo_to(kept, 0)

    assert [ctx.get("session", key) for key in ("name", "count", "nil")] == ["Bob", 2, None]
    assert ctx.exists("session", "nil")
    assert not ctx.exists("user", "added")
    assert ctx.effects == []
    assert len(ctx.changes) == kept


def test_names_what_will_be_stored(ctx):
    assert [ctx.new_id(), ctx.new_id()] == ["ID1", "ID2"]


def test_local_time_is_the_accounts_whatever_the_zone_of_the_session():
    zones = {"zone": ZoneInfo("Asia/Tokyo"), "account_zone": ZoneInfo("America/New_York")}
    ctx = Context(make_world(**zones))

    assert ctx.render("${system.localTime}, ${system.time}") == (
        "2026-03-02 07:00:00, 2026-03-02 12:00:00"
    )
