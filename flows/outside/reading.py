"""What an author wants to keep of an answer."""

from typing import Any

from flows.engine.effects import CallHttp
from mep.base.external_data import read_external_data
from mep.base.extracting import NothingThere, extract
from mep.base.fetch import HttpAnswer

NO_CONTENT = frozenset({204, 205})


def read(call: CallHttp, answer: HttpAnswer) -> dict[str, Any]:
    """Read an answer into variables, as the effect promises; raises ``DataRefused``."""
    if not call.read_into or (answer.status in NO_CONTENT and not answer.body):
        return {}
    found = read_external_data(
        answer.body,
        answer.content_type,
        answer.charset,
        scope=call.read_into,
        prefix=call.prefix,
    )
    extracted, missed = _extract(call, found.tree)
    return {
        "variables": [list(pair) for pair in found.variables],
        "extracted": extracted,
        "warnings": [*found.warnings, *missed],
    }


def _extract(call: CallHttp, tree: object) -> tuple[list[list[Any]], list[str]]:
    """Take single values out; a path that leads nowhere gives null and a warning."""
    extracted, missed = [], []
    for row in call.extract:
        value = None
        try:
            value = extract(tree, row["path"])
        except NothingThere as error:
            missed.append(str(error))
        extracted.append([row["scope"], row["key"], value])
    return extracted, missed
