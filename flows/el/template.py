"""Text with expressions inside: check, compile, render.

A field that is exactly one expression keeps the type of its value; any other becomes text.
What an expression yields is never read again as an expression.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from flows.el.compile import Evaluator, compile_tree
from flows.el.env import Env
from flows.el.errors import ElError
from flows.el.functions.limits import check_size
from flows.el.nodes import Call, ComputedVariable, Literal, Node, Variable, walk
from flows.el.parser import Parser
from flows.el.values import Value, to_text

DEFAULT_CHARACTERS = 4_000
"""How long a field with expressions may be, unless it says otherwise."""
MAX_CHARACTERS = 65_536
"""How long any template may be."""
CACHED_TEMPLATES = 2_048
CACHED_LONG_TEMPLATES = 32

Encode = Callable[[str], str]
Pieces = tuple[str | Evaluator, ...]
Result = TypeVar("Result")

_OPENING = "${"
_QUICK_PARTS = 16


@dataclass(frozen=True, slots=True)
class Reference:
    """A variable an expression reads; of a computed key only the fixed beginning is known."""

    scope: str
    key: str
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template ready to be evaluated or rendered any number of times."""

    source: str
    parts: tuple[str | Node, ...]
    evaluate: Evaluator
    render: Callable[[Env], str]
    pieces: Pieces

    def render_parts(self, env: Env, encode: Encode) -> str:
        """Render with every inserted value encoded, the literal text left as it is."""
        env.refill()
        return _long_renderer(self.pieces, encode)(env)


def check(text: str) -> str:
    """Return the text if every expression in it can be read."""
    compile_template(text)
    return text


def render(text: str, env: Env) -> str:
    """Return the text with the values of its expressions in place."""
    return compile_template(text).render(env)


def evaluate(text: str, env: Env) -> Value:
    """Return the value of a field, with its type if the field is exactly one expression."""
    return compile_template(text).evaluate(env)


def render_parts(text: str, env: Env, encode: Encode) -> str:
    """Render with every inserted value encoded, as for a web address or JSON."""
    return compile_template(text).render_parts(env, encode)


def variables(text: str) -> tuple[Reference, ...]:
    """Return every variable the text reads, each once, in reading order."""
    return tuple(dict.fromkeys(filter(None, map(_reference, _nodes(text)))))


def _nodes(text: str) -> Iterator[Node]:
    for part in compile_template(text).parts:
        if isinstance(part, Node):
            yield from (node for node, _ in walk(part))


def _reference(node: Node) -> Reference | None:
    if isinstance(node, Variable):
        return Reference(node.scope, node.key)
    if isinstance(node, ComputedVariable):
        first = node.pieces[0]
        fixed = f"{first.value}." if isinstance(first, Literal) else ""
        return Reference(node.scope, fixed, computed=True)
    return None


def doubtful_texts(text: str) -> tuple[int, ...]:
    """Return where text beyond US-ASCII is written in expressions: allowed, but worth a warning."""
    literals = (node for node in _nodes(text) if isinstance(node, Literal))
    return tuple(node.position for node in literals if not to_text(node.value).isascii())


def is_literal(text: str) -> bool:
    """Tell whether the text has no expression, well written or not."""
    return text.count(_OPENING) == text.count("\\" + _OPENING)


def compile_template(text: str) -> Compiled:
    """Read a template once; the result is kept."""
    return _kept(text) if len(text) <= DEFAULT_CHARACTERS else _kept_if_long(text)


def _read(text: str) -> Compiled:
    if len(text) > MAX_CHARACTERS:
        raise ElError("syntax", f"the text is longer than {MAX_CHARACTERS} characters", 0)
    try:
        return _compiled(text)
    except RecursionError:
        raise ElError("syntax", "the expression is nested too deeply", 0) from None


_kept = lru_cache(maxsize=CACHED_TEMPLATES)(_read)
_kept_if_long = lru_cache(maxsize=CACHED_LONG_TEMPLATES)(_read)


def _compiled(text: str) -> Compiled:
    parts = tuple(split(text))
    pieces = tuple(part if isinstance(part, str) else compile_tree(part) for part in parts)
    calls = any(
        isinstance(node, Call) for part in parts if isinstance(part, Node) for node, _ in walk(part)
    )
    rendering = _renderer(pieces)
    evaluating = rendering if len(pieces) != 1 or isinstance(pieces[0], str) else pieces[0]
    if calls:
        return Compiled(text, parts, _metered(evaluating), _metered(rendering), pieces)
    return Compiled(text, parts, evaluating, rendering, pieces)


def split(text: str) -> list[str | Node]:
    """Return the literal pieces of a template and the trees of its expressions.

    A fault of meaning is raised only once the syntax of the whole text is known to be right.
    """
    parts: list[str | Node] = []
    fault: ElError | None = None
    at = 0
    while (opening := text.find(_OPENING, at)) >= 0:
        if text[at:opening].endswith("\\"):
            parts += [text[at : opening - 1], _OPENING]
            at = opening + len(_OPENING)
            continue
        parser = Parser(text, opening + len(_OPENING))
        tree, end = parser.parse()
        parts += [text[at:opening], tree]
        fault = fault or parser.fault
        at = end
    if fault:
        raise fault
    return _merged([*parts, text[at:]])


def _merged(parts: list[str | Node]) -> list[str | Node]:
    """Join neighbouring pieces of literal text."""
    merged: list[str | Node] = []
    for literal, group in groupby(parts, key=lambda part: isinstance(part, str)):
        run = list(group)
        merged += ["".join(map(str, run))] if literal else run
    return [part for part in merged if part != ""]


def _renderer(pieces: Pieces) -> Callable[[Env], str]:
    if all(isinstance(piece, str) for piece in pieces):
        whole = "".join(piece for piece in pieces if isinstance(piece, str))
        return lambda _env: whole
    if len(pieces) > _QUICK_PARTS:
        return _long_renderer(pieces)
    steps = tuple((piece, None) if isinstance(piece, str) else ("", piece) for piece in pieces)

    def rendering(env: Env) -> str:
        texts = []
        for literal, evaluator in steps:
            if evaluator is None:
                texts.append(literal)
            else:
                value = evaluator(env)
                texts.append(value if type(value) is str else to_text(value))
        return _sized("".join(texts))

    return rendering


def _long_renderer(pieces: Pieces, encode: Encode = str) -> Callable[[Env], str]:
    """Render many parts, minding the length all along."""

    def rendering(env: Env) -> str:
        texts = []
        size = 0
        for piece in pieces:
            text = piece if isinstance(piece, str) else encode(to_text(piece(env)))
            size += len(text)
            check_size(size)
            texts.append(text)
        return "".join(texts)

    return rendering


def _sized(text: str) -> str:
    check_size(len(text))
    return text


def _metered(run: Callable[[Env], Result]) -> Callable[[Env], Result]:
    """Let a template that calls functions begin with all it may spend."""

    def metered(env: Env) -> Result:
        env.refill()
        return run(env)

    return metered
