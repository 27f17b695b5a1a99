"""User: a person or program that signs in to one account."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from mep.accounts.models.accounts import Account, Locale, check_zone
from mep.base.models import Identified

USERNAME = r"[A-Za-z0-9._@-]{3,64}"
MAX_USERNAME_CHARACTERS = 64


class UserManager(BaseUserManager["User"]):
    """Finds logins whatever the case of their names."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser, Identified):
    """A login of one account. ``is_active`` says whether it is enabled."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="users")
    username = models.CharField(
        max_length=MAX_USERNAME_CHARACTERS,
        unique=True,
        validators=[RegexValidator(rf"\A{USERNAME}\Z", "Use 3 to 64 of A–Z a–z 0–9 . _ - @")],
    )
    name = models.CharField(max_length=255)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=16, blank=True, default="")
    locale = models.CharField(max_length=5, choices=Locale.choices, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="", validators=[check_zone])
    is_active = models.BooleanField(default=True, db_default=True)
    api_only = models.BooleanField(default=False, db_default=False)
    password_changed_at = models.DateTimeField(default=timezone.now)
    session_round = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_once",
                violation_error_code="unique",
                violation_error_message="This username is taken.",
            )
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """Return the name that pages show."""
        return self.name

    def get_session_auth_hash(self) -> str:
        """Tie sessions to the password and to the round that ends when the login is disabled."""
        salt = "mep.accounts.sessions"
        return salted_hmac(
            salt, f"{self.password}{self.session_round}", algorithm="sha256"
        ).hexdigest()

    @property
    def zone(self) -> str:
        """The time zone that pages show times in."""
        return self.time_zone or self.account.time_zone
