"""Variables shared by all end users of a service or of a collection; values are JSON text."""

from django.db import models
from django.utils import timezone


class SharedVariable(models.Model):
    """A shared value.

    ``key`` is lower-case, ``name`` as written; a constant is read-only to services.
    """

    sandbox = models.ForeignKey("flows.Sandbox", on_delete=models.CASCADE, null=True, blank=True)
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    value = models.TextField()
    constant = models.BooleanField(default=False, db_default=False)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class ServiceVariable(SharedVariable):
    """A value of scope ``service``."""

    service = models.ForeignKey("flows.Service", on_delete=models.CASCADE, related_name="variables")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "key", "sandbox"],
                name="servicevariable_once",
                nulls_distinct=False,
            )
        ]


class CollectionVariable(SharedVariable):
    """A value of scope ``servicecoll``."""

    collection = models.ForeignKey(
        "flows.ServiceCollection", on_delete=models.CASCADE, related_name="variables"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "key", "sandbox"],
                name="collectionvariable_once",
                nulls_distinct=False,
            )
        ]
