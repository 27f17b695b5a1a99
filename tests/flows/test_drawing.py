"""Graphs as pages draw them."""

from flows.drawing import catalogue, drawn
from flows.handlers import HANDLERS


def node(id_, kind="send_sms", **more):
    settings = {"message": "Hello"} if kind == "send_sms" else {}
    return {"id": id_, "kind": kind, "label": id_, "settings": settings, "position": [0, 0], **more}


def draw(*nodes, names=()):
    document = {"format": 1, "start": "a", "nodes": list(nodes), "links": []}
    return drawn(document, dict(names))["nodes"]


def test_describes_every_kind():
    assert {each["kind"] for each in catalogue()} == set(HANDLERS)


def test_a_node_says_what_it_does_and_its_ways_out():
    (shown,) = draw(node("a"))

    assert "Hello" in shown["summary"]
    assert [way["id"] for way in shown["outcomes"]] == ["sent", "failed"]


def test_names_stand_in_place_of_ids():
    goes = node("a", "goto_service", settings={"service": "ABCDEF123456"})

    (known,) = draw(goes, names=[("ABCDEF123456", "Menu")])
    (gone,) = draw(goes)

    assert known["summary"] == "Menu"
    assert "ABCDEF123456" not in gone["summary"]


def test_nodes_that_cannot_be_read_are_drawn_all_the_same():
    shown = draw(node("a", "teleport"), node("b", settings={"colour": "red"}, position=[9, 9]))

    assert [each["id"] for each in shown] == ["a", "b"]
    assert "summary" not in shown[0]


def test_nodes_nobody_placed_have_no_place():
    assert [each["position"] for each in draw(node("a"), node("b"))] == [None, None]
