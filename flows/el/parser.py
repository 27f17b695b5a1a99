"""From tokens to a tree.

Binary operators are read by precedence from a table, so that deep nesting costs few stack frames.
Faults of meaning (scopes, functions) are kept until the syntax is known to be right.
"""

from flows.el.errors import ElError
from flows.el.functions import FUNCTIONS
from flows.el.lexer import Lexer, Token
from flows.el.names import RESERVED_WORDS, SCOPES
from flows.el.nodes import (
    Call,
    Chain,
    ComputedVariable,
    Conditional,
    Literal,
    Node,
    Unary,
    Variable,
    walk,
)
from flows.el.values import HIGHEST, MAX_DIGITS, to_text

MAX_NESTING = 100
MAX_TREE_DEPTH = 200
"""Trees grow deeper than brackets nest, since every level of precedence may add a node."""

_SPELLINGS = {
    "||": "or",
    "&&": "and",
    "!": "not",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "ge": ">=",
    "div": "/",
    "mod": "%",
}
_LEVELS = (("or",), ("and",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_PRECEDENCE = {operator: level for level, row in enumerate(_LEVELS) for operator in row}
_UNARY = frozenset({"-", "not", "empty"})
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class Parser:
    """Reads one expression that ends with a closing brace."""

    def __init__(self, text: str, position: int) -> None:
        self._lexer = Lexer(text, position)
        self._nesting = 0
        self._recursion = 0
        self.fault: ElError | None = None

    def parse(self) -> tuple[Node, int]:
        """Return the tree and where the text goes on after the brace."""
        tree = self._expression()
        self._expect("}")
        depth = max(depth for _, depth in walk(tree))
        if depth > MAX_TREE_DEPTH:
            raise ElError("syntax", "the expression is nested too deeply", tree.position)
        return tree, self._lexer.position

    def _expression(self) -> Node:
        """Read a choice or what stands for one; a row of choices is one node."""
        self._enter()
        branches = []
        node = self._binary(0)
        while self._lexer.take("?"):
            value = self._expression()
            self._expect(":")
            branches.append((node, value))
            node = self._binary(0)
        self._nesting -= 1
        return Conditional(branches[0][0].position, tuple(branches), node) if branches else node

    def _enter(self, levels: int = 1) -> None:
        self._nesting += levels
        if self._nesting > MAX_NESTING + 1:
            raise self._too_deep()

    def _too_deep(self) -> ElError:
        message = "the expression is nested too deeply"
        return ElError("syntax", message, self._lexer.peek().position)

    def _binary(self, least: int) -> Node:
        """Read operands joined by operators that bind at least this tightly."""
        self._recursion += 1
        if self._recursion > MAX_TREE_DEPTH:
            raise self._too_deep()
        node = self._unary()
        while (level := self._level()) >= least:
            node = self._chain(node, level)
        self._recursion -= 1
        return node

    def _level(self) -> int:
        return _PRECEDENCE.get(_operator(self._lexer.peek()), -1)

    def _chain(self, first: Node, level: int) -> Node:
        operators, operands, places = [], [first], []
        while self._level() == level:
            token = self._lexer.next()
            operators.append(_operator(token))
            places.append(token.position)
            operands.append(self._binary(level + 1))
        return Chain(first.position, tuple(operators), tuple(operands), tuple(places))

    def _unary(self) -> Node:
        prefixes: list[Token] = []
        while _operator(self._lexer.peek()) in _UNARY:
            prefixes.append(self._lexer.next())
            self._enter()
        node = self._primary()
        self._nesting -= len(prefixes)
        for token in reversed(prefixes):
            node = Unary(token.position, _operator(token), node)
        return node

    def _primary(self) -> Node:
        call = self._lexer.take_call()
        if call:
            return self._call(*call)
        token = self._lexer.next()
        if token.sort == "string":
            return Literal(token.position, token.text)
        if token.sort in {"integer", "float"}:
            return _number(token)
        if token.sort == "name":
            return self._named(token)
        if token.text != "(" or token.sort != "operator":
            raise self._lexer.unexpected(token, "a value")
        node = self._expression()
        self._expect(")")
        return node

    def _named(self, token: Token) -> Node:
        if token.text in _CONSTANTS:
            return Literal(token.position, _CONSTANTS[token.text])
        if token.text in RESERVED_WORDS:
            raise self._lexer.unexpected(token, "a value")
        pieces = self._pieces()
        scope = token.text.lower()
        if not pieces:
            message = f'"{token.text}" is not a variable: one is written scope.key'
            self._remember(ElError("variable", message, token.position))
        elif scope not in SCOPES:
            message = f'"{token.text}" is not a scope'
            self._remember(ElError("variable", message, token.position))
        if len(pieces) == 1 and isinstance(pieces[0], Literal):
            return Variable(token.position, scope, to_text(pieces[0].value))
        return ComputedVariable(token.position, scope, tuple(pieces))

    def _pieces(self) -> list[Node]:
        """Read the accessors of a variable; what is known of the key becomes one piece."""
        pieces: list[Node] = []
        while True:
            if self._lexer.take_dot():
                place = self._lexer.position
                piece: Node = Literal(place, self._lexer.take_key())
            elif self._lexer.take("["):
                piece = self._expression()
                self._expect("]")
            else:
                return pieces
            _join(pieces, piece)

    def _call(self, prefix: str, name: str, position: int) -> Node:
        arguments: list[Node] = []
        if not self._lexer.take(")"):
            arguments.append(self._expression())
            while self._lexer.take(","):
                arguments.append(self._expression())
            self._expect(")")
        message = _call_fault(prefix, name, len(arguments))
        if message:
            self._remember(ElError("function", message, position))
        return Call(position, name, tuple(arguments))

    def _remember(self, fault: ElError) -> None:
        if self.fault is None or fault.position < self.fault.position:
            self.fault = fault

    def _expect(self, text: str) -> None:
        if not self._lexer.take(text):
            raise self._lexer.unexpected(self._lexer.peek(), f'"{text}"')


def _operator(token: Token) -> str:
    """Return the one spelling of an operator; nothing for what is none."""
    if token.sort not in {"operator", "name"}:
        return ""
    return _SPELLINGS.get(token.text, token.text)


def _number(token: Token) -> Node:
    if token.sort == "float":
        return Literal(token.position, float(token.text))
    digits = token.text.lstrip("0") or "0"
    if len(digits) > MAX_DIGITS or int(digits) > HIGHEST:
        raise ElError("syntax", "the integer does not fit 64 bits", token.position)
    return Literal(token.position, int(digits))


def _join(pieces: list[Node], piece: Node) -> None:
    if isinstance(piece, Literal):
        piece = Literal(piece.position, to_text(piece.value).lower())
        before = pieces[-1] if pieces else None
        if isinstance(before, Literal):
            pieces.pop()
            piece = Literal(before.position, f"{before.value}.{piece.value}")
    pieces.append(piece)


def _call_fault(prefix: str, name: str, count: int) -> str | None:
    function = FUNCTIONS.get(name) if prefix == "af" else None
    if function is None:
        return f'there is no function "{prefix}:{name}"'
    if not function.takes(count):
        return f"{function.signature} does not take {count} argument{'s' * (count != 1)}"
    return None
