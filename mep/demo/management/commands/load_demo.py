"""Creates the demo account on an installation that has none."""

from django.core.management.base import BaseCommand

from mep.base.supervisor.preflight import DEMO_PASSWORD
from mep.demo import services as demo


class Command(BaseCommand):
    """Load the demo account."""

    help = "Creates the demo account, its services and its people, unless they exist."

    def handle(self, *args: object, **options: object) -> None:
        is_new = demo.load(DEMO_PASSWORD)
        if not is_new:
            demo.point_home()
        self.stdout.write("The demo account is ready" if is_new else "The demo account exists")
