"""Which service a handler runs: one picked by the author, or one an expression names."""

from typing import TYPE_CHECKING

from flows.el.values import to_text
from flows.engine.errors import HandlerError

if TYPE_CHECKING:
    from flows.engine.context import Context


def find_service(ctx: "Context", picked: str, expression: str) -> str:
    """Return the id of the picked service, else of the one the expression names."""
    service = picked or to_text(ctx.evaluate(expression)).strip()
    ctx.fields["service"] = service
    if not service:
        raise HandlerError("missing", "The expression names no service", defect=True)
    return service
