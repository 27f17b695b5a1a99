"""Every kind of node: one module per kind, found by its place."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeGuard

from flows.engine.handler import Handler


def _kinds() -> Iterator[tuple[str, type[Handler]]]:
    for module in iter_modules(__path__):
        yield module.name, _of_kind(module.name)


def _of_kind(kind: str) -> type[Handler]:
    """Find the handler whose kind is its module's name."""
    for member in vars(import_module(f"{__name__}.{kind}")).values():
        if _is_handler(member) and getattr(member, "kind", "") == kind:
            return member
    raise LookupError(f"flows/handlers/{kind}.py has no handler of the kind {kind}")


def _is_handler(member: object) -> TypeGuard[type[Handler]]:
    return isinstance(member, type) and issubclass(member, Handler)


HANDLERS: dict[str, type[Handler]] = dict(_kinds())
