"""Runs everything on one machine: servers, web, live plane, workers, clock."""

import argparse
from contextlib import suppress

from django.core.management.base import BaseCommand

from mep.base.embedded.place import CannotPrepare
from mep.base.embedded.servers import DoesNotAnswer
from mep.base.supervisor.installation import Installation
from mep.base.supervisor.preflight import Refused


class Command(BaseCommand):
    """Start MEP and keep it running until Ctrl-C."""

    help = "Starts every part of MEP and keeps them running until Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--follow-parent",
            action="store_true",
            help="stop when the process that started this one is gone",
        )

    def handle(self, *args: object, **options: object) -> None:
        installation = Installation(self._say, follow_parent=bool(options["follow_parent"]))
        try:
            installation.run()
        except (Refused, CannotPrepare, DoesNotAnswer) as refusal:
            raise SystemExit(f"MEP cannot start: {refusal}") from None

    def _say(self, line: str) -> None:
        # Whoever read our output may be gone; that is no reason to stop.
        with suppress(OSError):
            self.stdout.write(line)
            self.stdout.flush()
