"""What can be wrong with an expression."""

from typing import Literal, Self

Kind = Literal["syntax", "function", "variable", "type", "arithmetic"]


class ElError(ValueError):
    """A fault of an expression: its kind, a sentence, and its offset in the source text."""

    def __init__(self, kind: Kind, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.position = position or 0
        self._placed = position is not None

    @property
    def code(self) -> str:
        """The stable code of this kind of fault."""
        return f"el.{self.kind}"

    def at(self, position: int) -> Self:
        """Set the place, unless an inner part of the expression has done so."""
        if not self._placed:
            self.position = position
            self._placed = True
        return self
