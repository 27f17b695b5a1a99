"""Attacks on the expression language; ``attacks.json`` only grows.

In a template or a value, a list stands for its parts joined, and ``[text, n]`` in it for n copies.
"""

import json
from pathlib import Path

import pytest

from flows.el import template
from flows.el.values import to_text
from tests.flows.el.environments import env_of, fault_of, same, value_of

ATTACKS = json.loads((Path(__file__).parent / "attacks.json").read_text(encoding="utf-8"))


def built(parts):
    if not isinstance(parts, list):
        return parts
    return "".join(part if isinstance(part, str) else part[0] * part[1] for part in parts)


def is_expected(got, expected):
    if not isinstance(expected, dict) or "$error" in expected:
        return same(got, expected)
    if "$one_of" in expected:
        return any(same(got, value) for value in expected["$one_of"])
    if "$length" in expected:
        return isinstance(got, str) and len(got) == expected["$length"]
    return to_text(got) == expected["$text"]


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack["id"] for attack in ATTACKS])
def test_attack_fails(attack):
    text = built(attack["template"])
    variables = {name: built(value) for name, value in attack.get("variables", {}).items()}

    got = value_of(text, variables)

    assert is_expected(got, attack["expected"]), str(got)[:200]
    fault = fault_of(template.render, text, env_of(variables))
    assert fault is None or 0 <= fault.position <= len(text)
