"""AccountSecret: a password, token or key that handlers name and nobody is shown."""

from django.db import models
from django.db.models.functions import Lower

from mep.base.models import Identified, Named, Owned, Stamped


class AccountSecret(Owned, Identified, Named, Stamped):
    """A stored secret; its value is sealed."""

    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="secret_name_once_per_account")
        ]
