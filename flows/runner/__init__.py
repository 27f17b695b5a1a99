"""Running sessions: claim events, step, store in bulk."""

from flows.runner.drain import drain

__all__ = ["drain"]
