"""``manage.py load_vectors_fixtures``: the accounts that the published API cases need."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mep.base.environment import LOOPBACK_HOSTS
from mep.compat.fixtures import content
from mep.compat.fixtures.building import build


class Command(BaseCommand):
    """Creates the fixture accounts, or brings them back to where every case begins."""

    help = "Create the accounts of the published API cases, or reset them to their first state."

    def handle(self, *args: object, **options: object) -> None:
        """Build them, unless strangers could reach logins whose passwords are published."""
        if settings.MEP_HOST not in LOOPBACK_HOSTS:
            raise CommandError(
                f"The fixture logins have published passwords, and MEP answers at "
                f"{settings.MEP_HOST}. Load them only where MEP_HOST is a loopback address."
            )
        build()
        self.stdout.write(f"Accounts {content.ACCOUNT} and {content.OTHER_ACCOUNT} are ready.")
