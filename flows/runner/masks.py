"""Keeping secrets and PINs out of trace lines."""

from collections.abc import Iterable
from typing import Any

from flows.batch import Batch, Run
from flows.el.values import Value, to_text
from flows.engine.context import Change

MASK = "••••••"
SHORTEST_WITHIN_TEXT = 4
"""A shorter secret is masked only where it stands alone: it would deface any text."""


class Masks:
    """What a session's version marks as secret, with the values as they are and just were."""

    def __init__(self, batch: Batch, run: Run, changes: Iterable[Change]) -> None:
        self.names = run.version.graph.secrets
        values = {_value(batch, run, scope, key) for scope, key in self.names}
        for change in changes if self.names else ():
            if (change.scope, change.key) in self.names:
                values |= {change.before, change.after}
        texts = {to_text(value) for value in values if value is not None} - {""}
        self._texts = sorted(texts, key=len, reverse=True)

    def hide(self, value: Any) -> Any:  # noqa: ANN401 - whatever a field shows
        """Return a field without the secrets in it."""
        if not self._texts or value is None or isinstance(value, (list, tuple, dict)):
            return value
        text = to_text(value)
        if text in self._texts:
            return MASK
        if not isinstance(value, str):
            return value
        for secret in self._texts:
            if len(secret) >= SHORTEST_WITHIN_TEXT:
                text = text.replace(secret, MASK)
        return text

    def row(self, change: Change) -> list[Any]:
        """Write a change as scope, name, before, after and, if so, that it was cleared."""
        before, after = change.before, change.after
        if (change.scope, change.key) in self.names:
            before, after = before and MASK, after and MASK
        row = [change.scope, change.name or change.key, before, after]
        return [*row, True] if change.cleared else row


def _value(batch: Batch, run: Run, scope: str, key: str) -> Value:
    service = run.service
    if scope in ("session", "request"):
        return (run.variables if scope == "session" else run.request).get(key)
    if scope in ("service", "servicecoll"):
        owner = service.id if scope == "service" else service.collection_id
        return batch.shared.get((scope, owner, run.user.sandbox_id), {}).get(key)
    owners = {"userservice": service.id, "userservicecoll": service.collection_id}
    return run.user.variables.get((scope, owners.get(scope, 0)), {}).get(key)
