from collections import Counter

import pytest

from flows.handlers.branch_random import BranchRandom


def branch(*weights, **settings):
    exits = [
        {"id": f"c{n}", "label": f"Text {n}", "weight": weight}
        for n, weight in enumerate(weights, start=1)
    ]
    return BranchRandom.model_validate({"exits": exits, **settings})


def test_shares_people_out_by_weight(run):
    handler = branch(1, 3)

    taken = Counter(run(handler, seed=seed).outcome for seed in range(1000))

    assert 200 < taken["c1"] < 300
    assert taken["c1"] + taken["c2"] == 1000


def test_sends_nobody_where_the_weight_is_nothing(run):
    handler = branch(0, 0.5, 0)

    assert {run(handler, seed=seed).outcome for seed in range(50)} == {"c2"}


def test_sends_an_end_user_the_same_way_each_time(run):
    handler = branch(1, 1, 1, sticky=True)

    for user in ("AAAA", "BBBB", "CCCC"):
        taken = {run(handler, seed=seed, end_user_id=user).outcome for seed in range(20)}
        assert len(taken) == 1


def test_shares_end_users_out_when_it_is_sticky(run):
    handler = branch(1, 3, sticky=True)

    taken = Counter(run(handler, end_user_id=f"{user:016X}").outcome for user in range(1000))

    assert 200 < taken["c1"] < 300


def test_judges_every_node_and_service_apart(run, graph):
    handler = branch(1, 1, sticky=True)
    users = [f"{user:016X}" for user in range(200)]

    def ways(node, service):
        drawn = graph({node: handler})
        return [run(drawn, end_user_id=user, service_id=service).outcome for user in users]

    assert ways("n1", "A") == ways("n1", "A")
    assert ways("n1", "A") != ways("n2", "A")
    assert ways("n1", "A") != ways("n1", "B")


@pytest.mark.parametrize("weights", [(1,), (1,) * 11, (1, -1), (1, 10_001)])
def test_refuses_exits(weights):
    with pytest.raises(ValueError, match="exits"):
        branch(*weights)


def test_says_what_is_wrong():
    same = [{"id": "c1", "label": "A"}, {"id": "c2", "label": "a"}]

    assert [p[0] for p in branch(0, 0).problems()] == ["exits"]
    assert [p[0] for p in BranchRandom(exits=same).problems()] == ["exits.1.label"]
    assert list(branch(1, 1).problems()) == []


def test_names_its_ways_out():
    assert branch(1, 2.5).ways_out() == ("c1", "c2")
    assert branch(1, 2.5).summary() == "Text 1 1, Text 2 2.5"
