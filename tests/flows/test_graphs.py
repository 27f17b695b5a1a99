"""Stored graphs and what the engine makes of them."""

import json

import pytest
from pydantic import ValidationError

from flows import graphs
from flows.engine.graph import OnError
from mep.base.errors import Invalid

SET = {"rows": [{"key": "a", "value": "x"}]}


def node(id_, kind="set_variables", settings=SET, **more):
    return {"id": id_, "kind": kind, "label": f"Label {id_}", "settings": settings, **more}


def link(from_, to, outcome="done"):
    return {"from": from_, "outcome": outcome, "to": to}


def document(*nodes, links=()):
    return {"format": 1, "start": "n1", "nodes": list(nodes), "links": list(links)}


def test_compiles_nodes_and_links():
    graph = graphs.compile_graph(
        document(node("n1"), node("n2", "end", {}), links=[link("n1", "n2")])
    )

    assert graph.start == "n1"
    assert graph.nodes["n1"].label == "Label n1"
    assert graph.nodes["n1"].handler.rows[0].value == "x"
    assert graph.links == {("n1", "done"): "n2"}
    assert graph.on_error == OnError()


def test_keeps_what_the_service_does_about_errors():
    on_error = {"kind": "message", "message": "Sorry"}

    graph = graphs.compile_graph(document(node("n1")), on_error)

    assert graph.on_error == OnError("message", "Sorry")


def test_leaves_out_links_to_nothing():
    assert graphs.compile_graph(document(node("n1"), links=[link("n1", "n9")])).links == {}


@pytest.mark.parametrize(
    ("links", "leads"),
    [
        ([link("n1", "n2", "continue")], "n2"),
        ([link("n1", "n2", "continue"), link("n1", "n3", "already_past")], "n3"),
        ([], None),
    ],
)
def test_an_outcome_that_joins_another_goes_where_that_goes(links, leads):
    until = {"until": {"mode": "moment", "at": "2026-08-01"}}

    graph = graphs.compile_graph(
        document(node("n1", "wait_until", until), node("n2"), node("n3"), links=links)
    )

    assert graph.links.get(("n1", "already_past")) == leads


def test_collects_secrets():
    rows = [
        {"scope": "user", "key": "Pin", "value": "${af:generatePin(6, true)}"},
        {"key": "open", "value": "x"},
        {"key": "token", "value": "x", "secret": True},
    ]

    graph = graphs.compile_graph(document(node("n1", settings={"rows": rows})))

    assert graph.secrets == {("user", "pin"), ("session", "token")}


def test_refuses_an_unknown_kind():
    with pytest.raises(Invalid, match="zap is not supported"):
        graphs.compile_graph(document(node("n1", "zap", {})))


def test_refuses_wrong_settings():
    with pytest.raises(ValidationError):
        graphs.compile_graph(document(node("n1", settings={})))


def test_equal_graphs_have_equal_bytes():
    one = document(
        node("n1", settings={"rows": [{"key": "a", "value": "x"}]}),
        node("n2", "end", {}, notes=""),
        links=[link("n1", "n2"), link("n1", "n2", "failed")],
    )
    other = {
        "links": [link("n1", "n2", "failed"), link("n1", "n2")],
        "nodes": [
            node("n2", "end", {}, position=[0, 0]),
            {"settings": {"rows": [{"value": "x", "key": "a"}]}, "id": "n1", "label": "Label n1",
             "kind": "set_variables"},
        ],
        "stickies": [],
        "start": "n1",
        "format": 1,
    }  # fmt: skip

    assert graphs.canonical_text(one) == graphs.canonical_text(other)


def test_different_graphs_have_different_bytes():
    texts = {
        graphs.canonical_text(document(node("n1", **more)))
        for more in ({}, {"notes": "n"}, {"position": [1, 0]}, {"settings": {"rows": []}})
    }

    assert len(texts) == 4


def test_writing_a_graph_twice_changes_nothing():
    drawn = document(node("n2", "end", {"reason": "Zoë"}), node("n1"), links=[link("n1", "n2")])

    once = graphs.canonical(drawn)

    assert graphs.canonical(once) == once
    assert json.loads(graphs.canonical_text(drawn)) == once
    assert [drawn_node["id"] for drawn_node in once["nodes"]] == ["n1", "n2"]


def test_even_an_empty_graph_can_be_written():
    assert graphs.canonical({}) == graphs.EMPTY


def test_finds_what_a_graph_names():
    drawn = document(
        node("n1", "run_service", {"service": "S1"}),
        node("n2", "goto_service", {"service": "S2"}),
        node("n3", "subscribe", {"to": {"mode": "subscription", "subscription": "L1"}}),
        node("n4", "zap", {"service": "S3"}),
    )

    assert graphs.references(drawn) == {"services": {"S1", "S2"}, "subscriptions": {"L1"}}


@pytest.mark.parametrize(
    ("rows", "scopes"),
    [
        ([{"key": "a"}], set()),
        ([{"key": "a", "scope": "user"}], set()),
        ([{"key": "a", "scope": "service"}], {"service"}),
        (
            [{"key": "a", "scope": "service"}, {"key": "a", "scope": "servicecoll"}],
            {"service", "servicecoll"},
        ),
    ],
)
def test_finds_which_shared_scopes_a_graph_writes(rows, scopes):
    assert graphs.writes_shared(document(node("n1", settings={"rows": rows}))) == scopes


def test_clearing_and_fetching_write_too():
    drawn = document(
        node("n1", "clear_variables", {"rows": [{"key": "a", "scope": "service"}]}),
        node("n2", "get_external_data", {"url": "https://a.b", "scope": "servicecoll"}),
    )

    assert graphs.writes_shared(drawn) == {"service", "servicecoll"}
