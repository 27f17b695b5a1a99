"""Puts events that were set aside as dead back into the inbox."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from flows import services as flows


class Command(BaseCommand):
    """List dead events, or let some of them, or all, be worked on again."""

    help = "Without arguments lists the events that were set aside; with ids puts them back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, help="the events to put back")
        parser.add_argument("--all", action="store_true", help="put all of them back")

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401 - as Django has it
        if options["all"] or options["ids"]:
            self._replay(None if options["all"] else options["ids"])
            return
        for event in flows.list_dead():
            line = f"{event.id}  {event.done_at:%Y-%m-%d %H:%M:%S}  {event.kind}  {event.error}"
            self.stdout.write(line)

    def _replay(self, ids: list[int] | None) -> None:
        count = flows.replay_dead(ids)
        if ids and count < len(set(ids)):
            raise CommandError(f"Put back {count}; the others are not set aside.")
        self.stdout.write(f"Put back {count}.")
