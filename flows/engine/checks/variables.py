"""Variables that are read but never set, or are gone by the time they are read."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from itertools import islice

from flows.el import names
from flows.el.template import Reference
from flows.engine.checks.issue import Drawing, Issue, Known, Placed
from flows.engine.fields import find_reads

SHORT_LIVED = ("session", "request")
SET_BY_THE_STEPPER = "session.lasterror."
RECEIVES = "Receive"
MAX_GUESSES = 10
MAX_CANDIDATES = 1_000


def _by_lower(names_: Iterable[str]) -> dict[str, str]:
    return {name.lower(): name for name in names_}


class Stock:
    """The variables that something sets."""

    def __init__(self, drawing: Drawing, known: Known) -> None:
        written = [
            f"{scope}.{key}".lower()
            for node in drawing.nodes.values()
            if node.handler
            for scope, key in node.handler.writes()
        ]
        self.names = {name for name in written if not name.endswith("*")}
        self.beginnings = tuple(name[:-1] for name in written if name.endswith("*"))
        self.known = _by_lower(known.variables) if known.variables is not None else None
        self._guesses = 0

    def has(self, reference: Reference) -> bool:
        """Whether a variable may have a value; of one from elsewhere one cannot always know."""
        name = f"{reference.scope}.{reference.key}".lower()
        return (
            name in self.names
            or name.startswith((*self.beginnings, SET_BY_THE_STEPPER))
            or names.is_builtin(reference.scope, reference.key)
            or self._may_come_from_elsewhere(reference.scope, name)
        )

    def _may_come_from_elsewhere(self, scope: str, name: str) -> bool:
        if self.known is None:
            return scope not in SHORT_LIVED
        return name in self.known

    @cached_property
    def candidates(self) -> dict[str, str]:
        """Names somebody may have meant, by how they are compared."""
        built_in = _by_lower(built_in.name for built_in in names.BUILT_INS)
        meant = {**{name: name for name in self.names}, **built_in, **(self.known or {})}
        return dict(islice(meant.items(), MAX_CANDIDATES))

    def guess(self, name: str) -> str:
        """Name a variable that looks alike, for the first few that are asked about."""
        self._guesses += 1
        if self._guesses > MAX_GUESSES:
            return ""
        close = get_close_matches(name.lower(), self.candidates, n=1, cutoff=0.8)
        return f". Did you mean {self.candidates[close[0]]}?" if close else ""


def check_variables(drawing: Drawing, known: Known) -> Iterator[Issue]:
    """Find reads that yield nothing."""
    stock = Stock(drawing, known)
    later = _after_a_message(drawing)
    for node in drawing.nodes.values():
        for leaf, reference in find_reads(node.leaves):
            if not reference.computed:
                yield from _check_read(node, leaf.path, reference, stock)
            if node.id in later and _is_keyword(reference):
                yield _gone(node, leaf.path, reference)


def _check_read(node: Placed, path: str, reference: Reference, stock: Stock) -> Iterator[Issue]:
    if reference.scope != "system" and not stock.has(reference):
        name = f"{reference.scope}.{reference.key}"
        yield node.issue("warning", path, "never_set", f"{name} is never set{stock.guess(name)}")


def _after_a_message(drawing: Drawing) -> set[str]:
    """Find the nodes that a session may enter after a further message of the end user."""
    receiving = [
        node.id for node in drawing.nodes.values() if node.kind and node.kind.group == RECEIVES
    ]
    return drawing.reached([to for node in receiving for to in drawing.following(node)])


def _is_keyword(reference: Reference) -> bool:
    return reference.scope == "request" and reference.key.lower().startswith("keyword.")


def _gone(node: Placed, path: str, reference: Reference) -> Issue:
    part = reference.key.partition(".")[2]
    return node.issue(
        "warning",
        path,
        "keyword_gone",
        f"{reference.scope}.{reference.key} is empty after a reply; "
        f"use session.initialKeyword.{part}",
    )
