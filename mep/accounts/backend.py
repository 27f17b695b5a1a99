"""How Django finds the login of a session."""

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from mep.accounts import credentials
from mep.accounts.models import Lockout, User


class LoginBackend(BaseBackend):
    """Checks names and passwords; gives back logins while they and their account are enabled."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **others: object,
    ) -> User | None:
        if username is None or password is None:
            return None
        verdict = credentials.check(username, password, Lockout.Door.PAGES)
        return self.get_user(verdict.login.id) if verdict.login else None

    def get_user(self, user_id: int) -> User | None:
        users = User.objects.select_related("account")
        return users.filter(pk=user_id, is_active=True, account__enabled=True).first()
