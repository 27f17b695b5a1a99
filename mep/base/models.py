"""Abstract models that the apps' models are made of."""

from django.conf import settings
from django.db import models

from mep.base.ids import MAX_ID_LENGTH, new_id


class Owned(models.Model):
    """Belongs to one account."""

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Recorded(models.Model):
    """A row of history, written in bulk and never changed by hand.

    The database does not check its references: what it points at is only ever disabled, or
    deleted together with it.
    """

    account = models.ForeignKey(
        "accounts.Account",
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    sandbox = models.ForeignKey(
        "flows.Sandbox",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        abstract = True


class Identified(models.Model):
    """Has an unguessable public id, the only one ever shown."""

    public_id = models.CharField(
        max_length=MAX_ID_LENGTH, unique=True, default=new_id, editable=False
    )

    class Meta:
        abstract = True


class Named(models.Model):
    """Has a name and a description."""

    name = models.CharField(max_length=255)
    description = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Stamped(models.Model):
    """Says who created it and who changed it last."""

    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class Collection(Owned, Identified, Named, Stamped):
    """A folder that belongs to an account and that rights are given on."""

    class Meta:
        abstract = True
