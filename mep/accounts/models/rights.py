"""What a login may do: a level per area, other roles, and lists of objects."""

from django.db import models
from django.db.models import Q

from mep.accounts.models.users import User
from mep.accounts.roles import AccessList, Area, Level, OtherRole


class Grant(models.Model):
    """A main role: the level a login has in one area."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    area = models.CharField(max_length=16, choices=Area.choices)
    level = models.PositiveSmallIntegerField(
        choices=[(level.value, level.name.title()) for level in Level if level]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "area"], name="grant_once"),
            models.CheckConstraint(
                condition=Q(level__gte=Level.VIEWER, level__lte=Level.MANAGER), name="grant_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_area_display()} {self.get_level_display()}"


class HeldRole(models.Model):
    """Another role that a login holds."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="other_roles")
    role = models.CharField(max_length=24, choices=OtherRole.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="heldrole_once")]

    def __str__(self) -> str:
        return str(self.get_role_display())


class AccessEntry(models.Model):
    """One object on an access list of a login, or ``*`` for all of them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_entries")
    list = models.CharField(max_length=24, choices=AccessList.choices)
    object = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "list", "object"], name="accessentry_once")
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.object}"
