"""Which waiting session may take a message."""

from flows.batch import Run
from flows.runner.ending import takes_messages
from flows.text.conditions import find_groups
from flows.text.patterns import PatternError, PatternTimeout

ANY_CODE = "*"


def takes_from(run: Run, code: str) -> bool:
    """Whether a session waits for a message on this routing code."""
    if not takes_messages(run) or run.wait is None:
        return False
    return run.code == code or ANY_CODE in run.wait.codes or code in run.wait.codes


def fits(run: Run, text: str) -> bool:
    """Whether a session that takes only some messages takes this one."""
    patterns = run.wait.patterns if run.wait else ()
    return not patterns or any(_matches(pattern, text.strip()) for pattern in patterns)


def _matches(source: str, text: str) -> bool:
    try:
        return find_groups(source, text) is not None
    except (PatternError, PatternTimeout):
        return False
