"""What is wrong with a stored graph."""

import pytest

from flows.engine.check import Issue, Known, check_graph, find_called_at_once, has_errors
from flows.handlers import HANDLERS

TEXT = {"rows": [{"key": "name", "value": "Ann"}]}
POKE = {"url": "https://example.com"}


def node(id_, kind="set_variables", settings=TEXT, **more):
    return {"id": id_, "kind": kind, "label": f"Label {id_}", "settings": settings, **more}


def link(from_, to, outcome="done"):
    return {"from": from_, "outcome": outcome, "to": to}


def document(*nodes, links=(), **more):
    start = nodes[0]["id"] if nodes else ""
    return {"format": 1, "start": start, "nodes": list(nodes), "links": list(links), **more}


def check(*nodes, links=(), known=None, **more):
    return check_graph(document(*nodes, links=links, **more), HANDLERS, known)


def rules(issues, severity=None):
    return [
        (issue.node, issue.field, issue.rule)
        for issue in issues
        if severity in (None, issue.severity)
    ]


def test_finds_nothing_wrong_with_a_good_graph():
    issues = check(node("n1"), node("n2", "end", {}), links=[link("n1", "n2")])

    assert issues == ()
    assert not has_errors(issues)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (None, "shape"),
        ([], "shape"),
        ("graph", "shape"),
        ({}, "format"),
        ({"format": "1"}, "format"),
        ({"format": True}, "format"),
        ({"format": 0}, "format"),
        ({"format": 2, "nodes": [], "handlers": []}, "format"),
        ({"format": 1, "nodes": {}}, "shape"),
        ({"format": 1, "links": None}, "shape"),
        ({"format": 1, "stickies": "x"}, "shape"),
        ({"format": 1, "stickies": ["x"]}, "shape"),
        ({"format": 1, "stickies": [{}] * 201}, "size"),
        ({"format": 1, "surprise": 1}, "shape"),
        ({"format": 1, "nodes": [{}] * 1001}, "size"),
        ({"format": 1, "nodes": [{"notes": "x" * 2_000_000}]}, "size"),
        ({"format": 1, "start": "\x00"}, "shape"),
        ({"format": 1, "start": "\ud800"}, "shape"),
        ({"format": 1, "start": float("nan")}, "shape"),
        ({"format": 1, "start": {1, 2}}, "shape"),
    ],
)
def test_refuses_what_is_no_graph(given, rule):
    issues = check_graph(given, HANDLERS)

    assert rule in {issue.rule for issue in issues}
    assert has_errors(issues)


def test_says_that_a_newer_mep_made_it():
    (issue,) = check_graph({"format": 2}, HANDLERS)

    assert "newer MEP: format 2" in issue.message


def test_a_backslash_before_u0000_is_no_null_character():
    sticky = {"text": "\\u0000"}

    assert check(node("n1"), stickies=[sticky]) == ()


def test_refuses_endless_nesting():
    deep: list = []
    for _ in range(5000):
        deep = [deep]

    assert has_errors(check_graph({"format": 1, "stickies": [{"text": deep}]}, HANDLERS))


@pytest.mark.parametrize(
    ("changed", "field", "rule"),
    [
        ({"id": ""}, "id", "id"),
        ({"id": "1a"}, "id", "id"),
        ({"id": "a" * 65}, "id", "id"),
        ({"id": 1}, "id", "id"),
        ({"label": ""}, "label", "label"),
        ({"label": "  "}, "label", "label"),
        ({"label": "x" * 61}, "label", "label"),
        ({"label": None}, "label", "label"),
        ({"notes": "x" * 2001}, "notes", "notes"),
        ({"notes": None}, "notes", "notes"),
        ({"position": [1]}, "position", "shape"),
        ({"position": [1, "2"]}, "position", "shape"),
        ({"position": [1, 1e9]}, "position", "shape"),
        ({"position": None}, "position", "shape"),
        ({"settings": []}, "settings", "shape"),
        ({"kind": None}, "kind", "shape"),
        ({"surprise": 1}, "surprise", "shape"),
    ],
)
def test_refuses_a_node_of_the_wrong_shape(changed, field, rule):
    issues = check_graph(document({**node("n1"), **changed}, start="n1"), HANDLERS)

    assert (field, rule) in {(issue.field, issue.rule) for issue in issues}
    assert has_errors(issues)


def test_refuses_a_node_that_is_none():
    assert "Handler 1 cannot be read" in [
        issue.message for issue in check_graph({"format": 1, "nodes": [None]}, HANDLERS)
    ]


def test_an_unknown_kind_is_unsupported():
    issues = check(node("n1", "zap", {"anything": True}))

    assert rules(issues, "error") == [("n1", "kind", "unsupported")]
    assert issues[0].message == "Label n1: zap is not supported here; replace it or remove it"


def test_ids_are_unique():
    assert ("n1", "id", "id") in rules(check(node("n1"), node("n1")), "error")


def test_two_equal_names_are_a_warning():
    issues = check(node("n1"), node("n2", label="label N1 "), links=[link("n1", "n2")])

    assert rules(issues) == [("n2", "label", "label")]
    assert not has_errors(issues)


@pytest.mark.parametrize(
    ("links", "rule"),
    [
        ([link("n9", "n1")], "link"),
        ([link("n1", "n9")], "link"),
        ([link("n1", "n2", "surprise")], "outcome"),
        ([link("n1", "n2"), link("n1", "n1")], "link"),
        (["x"], "shape"),
        ([{"from": "n1", "outcome": "done"}], "shape"),
        ([{**link("n1", "n2"), "more": 1}], "shape"),
        ([{**link("n1", "n2"), "to": 2}], "shape"),
    ],
)
def test_refuses_a_link_that_leads_nowhere(links, rule):
    issues = check(node("n1"), node("n2"), links=links)

    assert rule in {issue.rule for issue in issues if issue.severity == "error"}


def test_several_links_may_lead_to_one_node():
    issues = check(node("n1"), node("n2"), links=[link("n1", "n2"), link("n1", "n2", "failed")])

    assert issues == ()


@pytest.mark.parametrize("start", ["", None, "n9"])
def test_start_must_lead_somewhere(start):
    issues = check(node("n1"), start=start)

    assert rules(issues, "error") == [("", "start", "start")]


@pytest.mark.parametrize(
    ("kind", "settings", "field", "rule", "message"),
    [
        ("http_poke", {}, "url", "required", "Label n1, Web address: fill this in"),
        ("http_poke", {"url": ""}, "url", "required", "Label n1, Web address: fill this in"),
        (
            "http_poke",
            {**POKE, "timeout": 99},
            "timeout",
            "range",
            "Label n1, Seconds for an answer: use 60 or less",
        ),
        (
            "http_poke",
            {**POKE, "timeout": "x"},
            "timeout",
            "value",
            "Label n1, Seconds for an answer: give a whole number",
        ),
        (
            "http_poke",
            {**POKE, "wait": "perhaps"},
            "wait",
            "value",
            "Label n1, Wait for the answer: switch it on or off",
        ),
        (
            "http_poke",
            {**POKE, "method": "PATCH"},
            "method",
            "choice",
            "Label n1, Method: choose 'GET', 'POST', 'PUT' or 'DELETE'",
        ),
        (
            "http_poke",
            {**POKE, "surprise": 1},
            "surprise",
            "unknown",
            "Label n1, surprise: HTTP Poke has no such setting",
        ),
        (
            "http_poke",
            {**POKE, "login": {"mode": "magic"}},
            "login",
            "choice",
            "Label n1, Authentication: make a choice",
        ),
        (
            "end",
            {"reason": "x" * 256},
            "reason",
            "length",
            "Label n1, Reason: 256 characters, at most 255 are allowed",
        ),
        (
            "set_variables",
            {"rows": [{"key": "a", "value": "${user.}"}]},
            "rows.0.value",
            "el.syntax",
            None,
        ),
        (
            "set_variables",
            {"rows": [{"key": "a", "value": "${af:nothing()}"}]},
            "rows.0.value",
            "el.function",
            None,
        ),
        (
            "set_variables",
            {"rows": [{"key": "a", "value": "${count}"}]},
            "rows.0.value",
            "el.variable",
            None,
        ),
        (
            "set_variables",
            {"rows": []},
            "rows",
            "required",
            "Label n1, Variables: add at least one",
        ),
        (
            "set_variables",
            {"rows": [{"key": "a"}] * 51},
            "rows",
            "length",
            "Label n1, Variables: 51 rows, at most 50 are allowed",
        ),
        (
            "set_variables",
            {"rows": [{"key": "a b"}]},
            "rows.0.key",
            "key",
            None,
        ),
        (
            "set_variables",
            {"rows": [{"key": "a", "value": "${session.a + 1}"}]},
            "rows.0.initial",
            "self",
            "Label n1, Variables 1, Initial value on creation: "
            "session.a refers to itself, so say what it is the first time",
        ),
        ("delay", {"duration": "soon"}, "duration", "value", None),
        (
            "delay",
            {"begin": "nine"},
            "begin",
            "value",
            "Label n1, Continue only from: give an hour such as 09:30",
        ),
    ],
)
def test_names_handler_field_and_rule(kind, settings, field, rule, message):
    issues = [issue for issue in check(node("n1", kind, settings)) if issue.severity == "error"]

    assert [(issue.node, issue.field, issue.rule) for issue in issues] == [("n1", field, rule)]
    assert message in (None, issues[0].message)


def test_the_place_of_a_syntax_error_is_told():
    (issue,) = check(node("n1", settings={"rows": [{"key": "a", "value": "Hi ${1 + }"}]}))

    assert "(character 10)" in issue.message


def test_rows_that_are_wrong_are_not_missing_too():
    issues = check(node("n1", settings={"rows": [{"key": ""}]}))

    assert rules(issues) == [("n1", "rows.0.key", "required")]


@pytest.mark.parametrize(
    ("references", "found"),
    [
        ({}, []),
        ({"subscriptions": {"S1"}}, []),
        ({"subscriptions": {"S2"}}, [("n1", "to.subscription", "missing")]),
        ({"subscriptions": ()}, [("n1", "to.subscription", "missing")]),
    ],
)
def test_what_a_handler_names_must_exist(references, found):
    join = node("n1", "subscribe", {"to": {"mode": "subscription", "subscription": "S1"}})

    assert rules(check(join, known=Known(references=references))) == found


def test_a_node_that_nothing_leads_to_is_a_warning():
    issues = check(node("n1"), node("n2"), node("n3"), links=[link("n3", "n2")])

    assert rules(issues) == [("n2", "", "unreachable"), ("n3", "", "unreachable")]


def test_the_handler_of_errors_is_reached():
    issues = check(node("n1"), node("n2"), known=Known(on_error_node="n2"))

    assert issues == ()


def test_the_handler_of_errors_must_be_there():
    issues = check(node("n1"), known=Known(on_error_node="n9"))

    assert rules(issues, "error") == [("", "on_error", "missing")]


def test_a_loop_without_a_wait_is_a_warning():
    issues = check(node("n1"), node("n2"), links=[link("n1", "n2"), link("n2", "n1")])

    assert rules(issues) == [("n1", "", "loop")]


def test_a_node_that_leads_to_itself_is_a_loop():
    assert rules(check(node("n1"), links=[link("n1", "n1")])) == [("n1", "", "loop")]


@pytest.mark.parametrize(
    ("kind", "outcome"), [("delay", "continue"), ("wait_message", "message_received")]
)
def test_a_loop_with_a_wait_is_none(kind, outcome):
    issues = check(
        node("n1"), node("n2", kind, {}), links=[link("n1", "n2"), link("n2", "n1", outcome)]
    )

    assert "loop" not in {issue.rule for issue in issues}


def test_two_loops_are_told_apart():
    issues = check(
        node("n1"),
        node("n2"),
        node("n3"),
        node("n4"),
        links=[
            link("n1", "n2"),
            link("n2", "n1", "failed"),
            link("n2", "n3"),
            link("n3", "n4"),
            link("n4", "n3"),
        ],
    )

    assert rules(issues) == [("n1", "", "loop"), ("n3", "", "loop")]


def test_a_success_that_leads_nowhere_while_others_lead_on():
    issues = check(node("n1", "http_poke", POKE), node("n2"), links=[link("n1", "n2", "failed")])

    assert rules(issues) == [("n1", "", "unlinked")]
    assert issues[0].message == "Label n1: Success leads nowhere, so it ends here"


def test_a_wait_without_a_branch_for_silence():
    issues = check(
        node("n1", "wait_message", {}), node("n2"), links=[link("n1", "n2", "message_received")]
    )

    assert rules(issues) == [("n1", "", "timeout")]


def test_an_outcome_that_joins_another_is_linked():
    until = {"until": {"mode": "moment", "at": "2026-08-01"}}

    issues = check(
        node("n1", "wait_until", until), node("n2"), links=[link("n1", "n2", "continue")]
    )

    assert issues == ()


def calls(service):
    return node("n2", "run_service", {"service": service})


@pytest.mark.parametrize(
    ("service", "known_calls", "recursive"),
    [
        ("ME", {}, True),
        ("B", {}, False),
        ("B", {"B": ["ME"]}, True),
        ("B", {"B": ["C"], "C": ["ME", "B"]}, True),
        ("B", {"B": ["C"], "C": ["B"]}, False),
    ],
)
def test_a_service_that_calls_itself_without_a_wait(service, known_calls, recursive):
    known = Known(service_id="ME", calls=known_calls)

    issues = check(node("n1"), calls(service), links=[link("n1", "n2")], known=known)

    assert (("n2", "service", "recursion") in rules(issues, "error")) is recursive


def test_a_service_that_calls_itself_after_a_wait():
    issues = check(
        node("n1", "delay", {}),
        calls("ME"),
        links=[link("n1", "n2", "continue")],
        known=Known(service_id="ME"),
    )

    assert issues == ()


def test_finds_what_is_called_at_once():
    drawn = document(
        node("n1", "delay", {}),
        calls("B"),
        node("n3", "goto_service", {"service": "C"}),
        links=[link("n1", "n2", "continue"), link("n2", "n3", "completed")],
    )

    assert find_called_at_once(drawn, HANDLERS) == frozenset()
    assert find_called_at_once({**drawn, "start": "n2"}, HANDLERS) == {"B", "C"}


def reading(expression, id_="n1"):
    return node(id_, settings={"rows": [{"key": "out", "value": f"${{{expression}}}"}]})


@pytest.mark.parametrize(
    ("expression", "variables", "found"),
    [
        ("session.name", None, True),
        ("request.name", None, True),
        ("user.name", None, False),
        ("service.name2", None, False),
        ("user.name", (), True),
        ("user.name", {"user.Name"}, False),
        ("session.out2", {"session.out2"}, False),
        ("user.id", (), False),
        ("user.identifiers.msisdn", (), False),
        ("system.date", (), False),
        ("request.message.part[3].message", (), False),
        ("session.lasterror.code", (), False),
        ("session[user.id]", (), False),
    ],
)
def test_a_variable_that_is_never_set(expression, variables, found):
    issues = check(reading(expression), known=Known(variables=variables))

    assert (("n1", "rows.0.value", "never_set") in rules(issues, "warning")) is found


def test_a_variable_set_anywhere_is_set():
    fetch = node("n2", "get_external_data", {**POKE, "prefix": "Weather"})

    issues = check(
        reading("session.NAME"), fetch, node("n3"), reading("session.weather.entry", "n4"),
        links=[link("n1", "n2"), link("n2", "n3", "success"), link("n3", "n4")],
    )  # fmt: skip

    assert issues == ()


def test_suggests_what_may_be_meant():
    issues = check(reading("user.frstName"), known=Known(variables={"user.firstName"}))

    assert issues[0].message.endswith("user.frstname is never set. Did you mean user.firstName?")


def test_the_keyword_is_gone_after_a_reply():
    issues = check(
        reading("request.keyword.name"),
        node("n2", "wait_message", {}),
        reading("request.keyword.name", "n3"),
        links=[
            link("n1", "n2"),
            link("n2", "n3", "message_received"),
            link("n2", "n3", "timed_out"),
        ],
    )

    assert rules(issues) == [("n3", "rows.0.value", "keyword_gone")]
    assert "session.initialKeyword.name" in issues[0].message


def test_a_plain_web_address_is_a_warning():
    issues = check(node("n1", "http_poke", {"url": "http://example.com"}))

    assert rules(issues) == [("n1", "url", "plain_http")]


def test_a_service_that_nothing_starts_is_a_warning():
    assert rules(check(node("n1"), known=Known(is_triggered=False))) == [("", "", "trigger")]


def test_errors_come_first():
    issues = check(node("n1", "http_poke", {"url": "http://example.com", "headers": "Host: x"}))

    assert [issue.severity for issue in issues] == ["error", "warning"]
    assert all(isinstance(issue, Issue) for issue in issues)


def test_says_a_thousand_things_at_most():
    nodes = [node(f"n{number}", settings={"rows": [{"key": ""}] * 5}) for number in range(400)]

    assert len(check(*nodes)) == 1000
