"""The shared cases of the expression language."""

import json
import re
from pathlib import Path

import pytest

from flows.el import template
from flows.el.values import to_text, type_name
from tests.flows.el.environments import env_of, same, value_of

VECTORS = Path(__file__).parents[2] / "vectors" / "expression-language.json"
CASES = json.loads(VECTORS.read_text(encoding="utf-8"))

SPECIAL = {
    "$error": lambda got, kind, _case: got == {"$error": kind},
    "$match": lambda got, pattern, _case: re.search(pattern, to_text(got)),
    "$one_of": lambda got, values, _case: any(same(got, value) for value in values),
    "$int_range": lambda got, ends, _case: type(got) is int and ends[0] <= got <= ends[1],
    "$approx": lambda got, value, case: abs(got - value) <= case["expected"]["tol"],
    "$rendered": lambda got, text, _case: to_text(got) == text,
}


def is_expected(case, got):
    expected = case["expected"]
    if not isinstance(expected, dict):
        return same(got, expected)
    rule = next(key for key in expected if key.startswith("$"))
    return SPECIAL[rule](got, expected[rule], case)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_vector(case):
    got = value_of(case["expression"], case["variables"])

    assert is_expected(case, got), got
    assert "type" not in case or type_name(got) == case["type"]
    if "rendered" in case:
        assert template.render(case["expression"], env_of(case["variables"])) == case["rendered"]
