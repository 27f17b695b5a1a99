"""What makes a Python function one of the language, and describes it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, cleandoc, signature
from typing import TypeVar, get_args, get_type_hints

from flows.el.values import Value, to_boolean, to_float, to_integer, to_number, to_text

Converter = Callable[[Value], Value]
Number = int | float
Run = TypeVar("Run", bound=Callable[..., Value])

_CONVERTERS: dict[object, tuple[Converter, str]] = {
    str: (to_text, "string"),
    int: (to_integer, "integer"),
    float: (to_float, "float"),
    bool: (to_boolean, "boolean"),
    Number: (to_number, "number"),
}
_EXAMPLE = re.compile(r"^>>> (?P<source>.*)\n(?P<result>.*)$", re.MULTILINE)

FUNCTIONS: dict[str, "Function"] = {}


@dataclass(frozen=True, slots=True)
class Example:
    """A use of a function and what comes of it, as text."""

    source: str
    result: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language: how to call it and how to explain it."""

    name: str
    signature: str
    help: str
    returns: str
    examples: tuple[Example, ...]
    converters: tuple[Converter, ...]
    least: int
    repeats: bool
    needs_env: bool
    run: Callable[..., Value]

    def takes(self, count: int) -> bool:
        """Tell whether the function may be called with so many arguments."""
        return self.least <= count and (self.repeats or count <= len(self.converters))

    def converters_for(self, count: int) -> tuple[Converter, ...]:
        """Return one converter for each of so many arguments."""
        missing = count - len(self.converters)
        return (*self.converters, *self.converters[-1:] * missing)[:count]


def function(name: str) -> Callable[[Run], Run]:
    """Make a Python function one of the language; its annotations say what it takes.

    A first parameter ``env`` gets the environment. The docstring is the help, its examples tests.
    """

    def register(run: Run) -> Run:
        FUNCTIONS[name] = _described(name, run)
        return run

    return register


def _described(name: str, run: Callable[..., Value]) -> Function:
    hints = get_type_hints(run)
    parameters = [p for p in signature(run).parameters.values() if p.name != "env"]
    help_text = cleandoc(run.__doc__ or "")
    return Function(
        name=name,
        signature=f"af:{name}({', '.join(map(_shown, parameters))})",
        help=help_text.partition("\n")[0],
        returns=_kind(hints["return"])[1],
        examples=tuple(Example(*found.groups()) for found in _EXAMPLE.finditer(help_text)),
        converters=tuple(_kind(hints[p.name])[0] for p in parameters),
        least=sum(p.default is Parameter.empty and not _repeats(p) for p in parameters),
        repeats=any(map(_repeats, parameters)),
        needs_env="env" in hints,
        run=run,
    )


def _repeats(parameter: Parameter) -> bool:
    return parameter.kind is Parameter.VAR_POSITIONAL


def _shown(parameter: Parameter) -> str:
    if _repeats(parameter):
        return f"{parameter.name}, …"
    shown = parameter.name.rstrip("_")
    return shown if parameter.default is Parameter.empty else f"[{shown}]"


def _kind(hint: object) -> tuple[Converter, str]:
    """Return the converter to a type and its name; an optional one counts as the type."""
    kinds = [hint, *get_args(hint)]
    return next(_CONVERTERS[kind] for kind in kinds if kind in _CONVERTERS)
