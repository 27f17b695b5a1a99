"""Parts of a tree that need no variables, replaced by their values."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flows.el.errors import ElError
from flows.el.nodes import Chain, Conditional, Literal, Node, Unary
from flows.el.operators import BINARY, UNARY
from flows.el.values import Value, to_boolean


def fold(node: Node) -> Node:
    """Return the same tree with what is constant worked out; a fault stays for run time."""
    folding = _FOLDS.get(type(node))
    try:
        return folding(node) if folding else node
    except ElError:
        return node


def _unary(node: Unary) -> Node:
    operand = fold(node.operand)
    if isinstance(operand, Literal):
        return Literal(node.position, UNARY[node.operator](operand.value))
    return replace(node, operand=operand)


def _chain(node: Chain) -> Node:
    operands = tuple(map(fold, node.operands))
    if all(isinstance(operand, Literal) for operand in operands):
        return Literal(node.position, _worked_out(node.operators, operands))
    return replace(node, operands=operands)


def _worked_out(operators: tuple[str, ...], operands: tuple[Node, ...]) -> Value:
    values = [operand.value for operand in operands if isinstance(operand, Literal)]
    if operators[0] == "or":
        return any(map(to_boolean, values))
    if operators[0] == "and":
        return all(map(to_boolean, values))
    result = values[0]
    for operator, value in zip(operators, values[1:], strict=True):
        result = BINARY[operator](result, value)
    return result


def _conditional(node: Conditional) -> Node:
    branches = tuple((fold(test), fold(value)) for test, value in node.branches)
    return replace(node, branches=branches, otherwise=fold(node.otherwise))


_FOLDS: dict[type[Node], Callable[[Any], Node]] = {
    Unary: _unary,
    Chain: _chain,
    Conditional: _conditional,
}
