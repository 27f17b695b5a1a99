"""Runs the clock that starts the periodic jobs of the settings."""

import sys

from mep.celery import app


def main(schedule: str) -> None:
    """Send periodic jobs until told to stop; remember in a file when each was sent last."""
    app.Beat(schedule=schedule, loglevel="INFO").run()


if __name__ == "__main__":
    main(sys.argv[1])
