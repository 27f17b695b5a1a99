"""Get External Data."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from flows.engine.events import Performed, TimedOut
from flows.handlers.get_external_data import GetExternalData

URL = "https://example.com/weather.xml"


def fetch(**settings):
    return GetExternalData(**{"url": URL, **settings})


def answer(*variables, **more):
    return Performed(data={"status": 200, "variables": [list(pair) for pair in variables], **more})


@pytest.mark.parametrize(
    ("settings", "attempts", "limit"),
    [
        ({}, 0, 60),
        ({"limit": 600}, 0, 600),
        ({"method": "POST", "body": "x"}, 1, 60),
        ({"method": "POST", "body": "x", "safe_to_repeat": True}, 0, 60),
    ],
)
def test_is_tried_until_its_limit(run, settings, attempts, limit):
    played = run(fetch(**settings))

    (call,) = played.effects
    assert (call.retry, call.attempts, call.give_up_after_seconds) == ("data", attempts, limit)
    assert played.wait.until == played.world.now + timedelta(seconds=limit + 15 + 60)


def test_says_where_the_answer_goes(run):
    rows = [{"path": "$.a", "scope": "user", "key": "b"}]
    handler = fetch(scope="user", prefix="weather", extract=rows, cache=300)

    (call,) = run(handler).effects

    assert (call.read_into, call.prefix, call.cache_seconds) == ("user", "weather", 300)
    assert call.extract == tuple(rows)
    assert call.answer


def test_only_a_get_is_cached(run):
    (call,) = run(fetch(method="PUT", body="x", cache=300)).effects

    assert call.cache_seconds == 0


@pytest.mark.parametrize(
    "scope",
    ["session", "request", "user", "userservice", "userservicecoll", "service", "servicecoll"],
)
def test_stores_what_came(run, scope):
    event = answer(("entry.temperature", "14C"), ("entry.part.0.n", 1), ("none", None))

    played = run(fetch(scope=scope), event)

    assert played.outcome == "success"
    assert played.world.scopes[scope]["entry.temperature"] == "14C"
    assert played.world.scopes[scope]["entry.part.0.n"] == 1
    assert played.world.scopes[scope]["none"] is None
    assert played.variable("session.http.status") == 200
    assert played.fields["variables"] == 3


def test_an_empty_answer_is_a_success(run):
    played = run(fetch(), Performed(data={"status": 204}))

    assert (played.outcome, played.fields["variables"]) == ("success", 0)


def test_stores_what_was_extracted(run):
    played = run(fetch(), answer(extracted=[["user", "Temperature", 14.5]]))

    assert played.variable("user.temperature") == 14.5


OLD = {
    "session.weather.entry.0": "old",
    "session.weather": "old",
    "session.weatherman": "kept",
    "session.entry.1": "old",
    "session.name": "kept",
    "session.initialkeyword.name": "kept",
}


def test_clears_old_values_under_the_prefix(run):
    played = run(fetch(prefix="Weather"), answer(("weather.entry.1", "new")), variables=OLD)

    assert played.world.scopes["session"] == {
        "weather.entry.1": "new",
        "weatherman": "kept",
        "entry.1": "old",
        "name": "kept",
        "initialkeyword.name": "kept",
        "http.status": 200,
        "http.requestid": None,
    }


def test_without_prefix_clears_old_values_under_the_same_first_names(run):
    event = answer(("Entry.0", "new"), ("initialkeyword.x", "refused"))

    played = run(fetch(), event, variables=OLD)

    stored = played.world.scopes["session"]
    assert (stored["entry.0"], "entry.1" in stored) == ("new", False)
    assert stored["weather"] == "old"
    assert stored["initialkeyword.name"] == "kept"


@pytest.mark.parametrize(("scope", "limit"), [("session", 4000), ("service", 255)])
def test_cuts_what_is_too_long_and_says_so(run, scope, limit):
    played = run(fetch(scope=scope), answer(("text", "x" * 5000), warnings=["deep"]))

    assert played.world.scopes[scope]["text"] == "x" * limit
    assert played.fields["warnings"] == f"deep; {scope}.text was cut at {limit} characters"


@pytest.mark.parametrize(
    ("scope", "key", "value"),
    [
        ("user", "id", "x"),
        ("session", "a.empty", "x"),
        ("session", "k" * 101, "x"),
        ("session", "a b", "x"),
        ("session", "a", "bell \x07"),
    ],
)
def test_leaves_out_what_no_variable_can_hold(run, scope, key, value):
    played = run(fetch(scope=scope), answer((key, value), ("fine", "kept")))

    assert played.outcome == "success"
    assert played.world.scopes[scope]["fine"] == "kept"
    assert key.lower() not in played.world.scopes[scope]
    assert "was not stored" in played.fields["warnings"]


def test_keeps_500_variables_at_most(run):
    played = run(fetch(scope="user"), answer(*((f"v{number}", 1) for number in range(600))))

    assert len(played.world.scopes["user"]) == 500


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (TimedOut(), "http"),
        (Performed(ok=False, reason="http", message="It answered 404"), "http"),
        (Performed(ok=False, reason="data", message="The XML is broken"), "data"),
    ],
)
def test_fails_without_data_and_keeps_the_old(run, event, reason):
    played = run(fetch(), event, variables=OLD)

    assert (played.outcome, played.reason) == ("failed", reason)
    assert not played.visit.error.defect
    assert played.variable("session.entry.1") == "old"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, []),
        ({"url": "example"}, [("url", "url")]),
        ({"prefix": "a b"}, [("prefix", "key")]),
        ({"prefix": "initialKeyword.x"}, [("prefix", "key")]),
        ({"extract": [{"path": "a.b", "key": "x"}]}, [("extract.0.path", "path")]),
        ({"extract": [{"path": "/a/b", "key": "circle"}]}, [("extract.0.key", "key")]),
        ({"extract": [{"path": "$.a", "key": "x"}]}, []),
    ],
)
def test_finds_problems(settings, expected):
    assert [(field, rule) for field, rule, _ in fetch(**settings).problems()] == expected


@pytest.mark.parametrize(
    "settings",
    [
        {"scope": "system"},
        {"limit": 4},
        {"limit": 601},
        {"cache": 3601},
        {"cache": -1},
        {"extract": [{"path": "", "key": "x"}]},
        {"extract": [{"path": "$", "key": "x"}] * 51},
    ],
)
def test_refuses_settings(settings):
    with pytest.raises(ValidationError):
        fetch(**settings)


def test_says_what_it_writes():
    rows = [{"path": "$.a", "scope": "user", "key": "B"}]

    assert list(fetch(scope="service", prefix="W", extract=rows).writes()) == [
        ("session", "http.status"),
        ("session", "http.requestid"),
        ("service", "w.*"),
        ("user", "b"),
    ]
    assert ("session", "*") in set(fetch().writes())
