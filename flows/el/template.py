"""Text with expressions inside: check, compile, render.

A field that is exactly one expression keeps the type of its value; any other becomes text.
What an expression yields is never read again as an expression.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flows.el.env import Env
from flows.el.errors import ElError
from flows.el.nodes import ComputedVariable, Literal, Node, Variable, walk
from flows.el.rendering import Compiled, Encode, read_template
from flows.el.splitting import OPENING
from flows.el.values import Value, to_text

DEFAULT_CHARACTERS = 4_000
"""How long a field with expressions may be, unless it says otherwise."""
MAX_CHARACTERS = 65_536
"""How long any template may be."""
CACHED_TEMPLATES = 2_048
CACHED_LONG_TEMPLATES = 32


@dataclass(frozen=True, slots=True)
class Reference:
    """A variable an expression reads; of a computed key only the fixed beginning is known."""

    scope: str
    key: str
    computed: bool = False


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
    return text.count(OPENING) == text.count("\\" + OPENING)


def compile_template(text: str) -> Compiled:
    """Read a template once; the result is kept."""
    return _kept(text) if len(text) <= DEFAULT_CHARACTERS else _kept_if_long(text)


def _read(text: str) -> Compiled:
    if len(text) > MAX_CHARACTERS:
        raise ElError("syntax", f"the text is longer than {MAX_CHARACTERS} characters", 0)
    try:
        return read_template(text)
    except RecursionError:
        raise ElError("syntax", "the expression is nested too deeply", 0) from None


_kept = lru_cache(maxsize=CACHED_TEMPLATES)(_read)
_kept_if_long = lru_cache(maxsize=CACHED_LONG_TEMPLATES)(_read)
