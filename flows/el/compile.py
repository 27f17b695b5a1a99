"""From a tree to nested closures; evaluating is calling the outermost.

The closures try the ordinary case in place, since a call is what costs most, and leave all
conversions to the operators.
"""

import operator
from collections.abc import Callable
from typing import Any

from flows.el.env import Env
from flows.el.errors import ElError
from flows.el.fold import fold
from flows.el.functions import FUNCTIONS
from flows.el.functions.limits import check_size
from flows.el.nodes import (
    Call,
    Chain,
    ComputedVariable,
    Conditional,
    Literal,
    Node,
    Unary,
    Variable,
)
from flows.el.operators import ARITHMETIC, BINARY, UNARY
from flows.el.values import HIGHEST, LOWEST, Value, to_boolean, to_text

Evaluator = Callable[[Env], Value]

CALL_COST = 100

_QUICK: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def compile_tree(tree: Node) -> Evaluator:
    """Return what evaluates a tree."""
    return _compile(fold(tree))


def _compile(node: Node) -> Evaluator:
    return _COMPILERS[type(node)](node)


def _literal(node: Literal) -> Evaluator:
    value = node.value

    def evaluate(_env: Env) -> Value:
        return value

    return evaluate


def _variable(node: Variable) -> Evaluator:
    scope, key = node.scope, node.key
    if scope == "system":
        return lambda env: env.lookup(scope, key)

    def evaluate(env: Env) -> Value:
        return env.scopes[scope].get(key)

    return evaluate


def _computed_variable(node: ComputedVariable) -> Evaluator:
    scope = node.scope
    pieces = [(_compile(piece), piece.position) for piece in node.pieces]

    def evaluate(env: Env) -> Value:
        texts = []
        for piece, position in pieces:
            value = piece(env)
            try:
                texts.append(to_text(value))
            except ElError as error:
                raise error.at(position) from None
        return env.lookup(scope, ".".join(texts).lower())

    return evaluate


def _unary(node: Unary) -> Evaluator:
    operand, apply, position = _compile(node.operand), UNARY[node.operator], node.position

    def evaluate(env: Env) -> Value:
        value = operand(env)
        try:
            return apply(value)
        except ElError as error:
            raise error.at(position) from None

    return evaluate


def _chain(node: Chain) -> Evaluator:
    if node.operators[0] in {"and", "or"}:
        return _logical(node)
    if len(node.operators) > 1:
        return _long_chain(node)
    name, (left, right) = node.operators[0], node.operands
    if name in ARITHMETIC and name in _QUICK:
        return _arithmetic(name, _compile(left), _compile(right), node.places[0])
    if name in _QUICK:
        return _comparison(name, _compile(left), _compile(right), node.places[0])
    return _long_chain(node)


def _arithmetic(name: str, left: Evaluator, right: Evaluator, position: int) -> Evaluator:
    quick, apply = _QUICK[name], BINARY[name]

    def evaluate(env: Env) -> Value:
        one, other = left(env), right(env)
        if type(one) is int and type(other) is int:
            result: Value = quick(one, other)
            if LOWEST <= result <= HIGHEST:  # type: ignore[operator]
                return result
        try:
            return apply(one, other)
        except ElError as error:
            raise error.at(position) from None

    return evaluate


def _comparison(name: str, left: Evaluator, right: Evaluator, position: int) -> Evaluator:
    quick, apply = _QUICK[name], BINARY[name]

    def evaluate(env: Env) -> Value:
        one, other = left(env), right(env)
        kind = type(one)
        if kind is type(other) and (kind is int or kind is str):
            return quick(one, other)  # type: ignore[no-any-return]
        try:
            return apply(one, other)
        except ElError as error:
            raise error.at(position) from None

    return evaluate


def _long_chain(node: Chain) -> Evaluator:
    first, *others = map(_compile, node.operands)
    applied = (BINARY[name] for name in node.operators)
    steps = tuple(zip(applied, others, node.places, strict=True))

    def evaluate(env: Env) -> Value:
        result = first(env)
        for apply, operand, position in steps:
            value = operand(env)
            try:
                result = apply(result, value)
            except ElError as error:
                raise error.at(position) from None
        return result

    return evaluate


def _logical(node: Chain) -> Evaluator:
    decisive = node.operators[0] == "or"
    operands = tuple((_compile(operand), operand.position) for operand in node.operands)

    def evaluate(env: Env) -> Value:
        for operand, position in operands:
            value = operand(env)
            if value is not True and value is not False:
                value = _truth(value, position)
            if value is decisive:
                return decisive
        return not decisive

    return evaluate


def _truth(value: Value, position: int) -> bool:
    try:
        return to_boolean(value)
    except ElError as error:
        raise error.at(position) from None


def _conditional(node: Conditional) -> Evaluator:
    branches = tuple((_compile(a), _compile(b), a.position) for a, b in node.branches)
    otherwise = _compile(node.otherwise)

    def evaluate(env: Env) -> Value:
        for test, value, position in branches:
            if _truth(test(env), position):
                return value(env)
        return otherwise(env)

    return evaluate


def _call(node: Call) -> Evaluator:
    function, position = FUNCTIONS[node.name], node.position
    arguments = tuple(map(_compile, node.arguments))
    converters = function.converters_for(len(arguments))
    run, needs_env = function.run, function.needs_env

    def evaluate(env: Env) -> Value:
        values = [argument(env) for argument in arguments]
        try:
            given = [convert(value) for convert, value in zip(converters, values, strict=True)]
            env.spend(CALL_COST + _size(given))
            result: Value = run(env, *given) if needs_env else run(*given)
            env.spend(_checked_size(result))
        except ElError as error:
            raise error.at(position) from None
        return result

    return evaluate


def _size(values: list[Value]) -> int:
    return sum(len(value) for value in values if type(value) is str)


def _checked_size(result: Value) -> int:
    size = len(result) if type(result) is str else 0
    check_size(size)
    return size


_COMPILERS: dict[type[Node], Callable[[Any], Evaluator]] = {
    Literal: _literal,
    Variable: _variable,
    ComputedVariable: _computed_variable,
    Unary: _unary,
    Chain: _chain,
    Conditional: _conditional,
    Call: _call,
}
