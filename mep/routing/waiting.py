"""Which waiting session may take a message."""

from flows.batch import Run
from flows.runner.ending import takes_messages
from flows.text.patterns import PatternError, PatternTimeout, compile_pattern

ANY_CODE = "*"
PATTERN_SECONDS = 0.05


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
        pattern = compile_pattern(source, ignore_case=True, dot_all=True)
        return pattern.full_match(text, PATTERN_SECONDS) is not None
    except (PatternError, PatternTimeout):
        return False
