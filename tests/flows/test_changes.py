"""Counting what differs between two graphs."""

import pytest

from flows.changes import count_changes, count_unpublished
from flows.models import Service

GREET = {"id": "n1", "kind": "send_sms", "label": "Greet", "settings": {"message": "Hello"}}
LINK = {"from": "n1", "outcome": "sent", "to": "n1"}


def graph(*nodes, start="n1", links=()):
    return {"start": start, "nodes": list(nodes), "links": list(links)}


@pytest.mark.parametrize(
    ("after", "count"),
    [
        (graph(GREET), 0),
        (graph({**GREET, "label": "Hi"}), 1),
        (graph({**GREET, "settings": {}}), 1),
        (graph(GREET, {**GREET, "id": "n2"}), 1),
        (graph(), 1),
        (graph(GREET, start=""), 1),
        (graph(GREET, links=[LINK]), 1),
        (graph({**GREET, "label": "Hi"}, links=[LINK]), 2),
        (graph({**GREET, "position": [5, 5]}), 1),
    ],
)
def test_counts_what_differs(after, count):
    assert count_changes(graph(GREET), after) == count


def test_another_way_of_failing_is_a_change_too(service):
    service.on_error = {"kind": "message", "message": "Sorry"}

    assert count_unpublished(service) == 1


def test_a_service_as_published_has_no_changes(service):
    assert count_unpublished(Service.objects.get(id=service.id)) == 0
