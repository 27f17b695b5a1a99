"""Templates compiled: what evaluates one, and what renders it as text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flows.el.compile import Evaluator, compile_tree
from flows.el.env import Env
from flows.el.functions.limits import check_size
from flows.el.nodes import Call, Node, walk
from flows.el.splitting import split
from flows.el.values import to_text

Encode = Callable[[str], str]
Pieces = tuple[str | Evaluator, ...]
Result = TypeVar("Result")

_QUICK_PARTS = 16


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


def read_template(text: str) -> Compiled:
    """Take a template apart and compile its expressions."""
    parts = tuple(split(text))
    pieces = tuple(part if isinstance(part, str) else compile_tree(part) for part in parts)
    rendering = _renderer(pieces)
    evaluating = rendering if len(pieces) != 1 or isinstance(pieces[0], str) else pieces[0]
    if any(isinstance(part, Node) and _has_calls(part) for part in parts):
        return Compiled(text, parts, _metered(evaluating), _metered(rendering), pieces)
    return Compiled(text, parts, evaluating, rendering, pieces)


def _has_calls(tree: Node) -> bool:
    return any(isinstance(node, Call) for node, _ in walk(tree))


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
