"""The syntax tree of an expression."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.el.values import Value, float_text, to_text


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression, with its offset in the source text."""

    position: int = field(compare=False)

    def children(self) -> tuple["Node", ...]:
        """Return the parts this one is made of, in reading order."""
        return ()

    def source(self) -> str:
        """Return an expression that reads as this tree."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written down."""

    value: Value

    def source(self) -> str:
        if type(self.value) is str:
            text = self.value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{text}"'
        if type(self.value) is float:
            return "1e999" if self.value == float("inf") else float_text(self.value)
        return "null" if self.value is None else to_text(self.value)


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """A variable whose key is known when the expression is read."""

    scope: str
    key: str

    def source(self) -> str:
        return f"{self.scope}[{Literal(self.position, self.key).source()}]"


@dataclass(frozen=True, slots=True)
class ComputedVariable(Node):
    """A variable whose key is put together while evaluating, pieces joined by dots."""

    scope: str
    pieces: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.pieces

    def source(self) -> str:
        return self.scope + "".join(f"[{piece.source()}]" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """An operator before its operand."""

    operator: str
    operand: Node

    def children(self) -> tuple[Node, ...]:
        return (self.operand,)

    def source(self) -> str:
        return f"({self.operator} {self.operand.source()})"


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Operands with operators of one precedence between them, grouped from the left."""

    operators: tuple[str, ...]
    operands: tuple[Node, ...]
    places: tuple[int, ...] = field(compare=False)

    def children(self) -> tuple[Node, ...]:
        return self.operands

    def source(self) -> str:
        first, *others = (operand.source() for operand in self.operands)
        steps = zip(self.operators, others, strict=True)
        return f"({first}{''.join(f' {operator} {other}' for operator, other in steps)})"


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """A choice: the value after the first true condition, else the last."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node

    def children(self) -> tuple[Node, ...]:
        return (*(node for branch in self.branches for node in branch), self.otherwise)

    def source(self) -> str:
        choices = (f"{test.source()} ? ({value.source()}) : " for test, value in self.branches)
        return f"({''.join(choices)}{self.otherwise.source()})"


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.arguments

    def source(self) -> str:
        return f"af:{self.name}({', '.join(argument.source() for argument in self.arguments)})"


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Yield every part of a tree in reading order, with its depth; the tree may be deep."""
    waiting = [(node, 1)]
    while waiting:
        current, depth = waiting.pop()
        yield current, depth
        waiting += [(child, depth + 1) for child in reversed(current.children())]
