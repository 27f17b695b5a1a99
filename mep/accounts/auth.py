"""Ways to sign in to our own API: a session with its CSRF token, a Bearer token, HTTP Basic."""

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from mep.accounts import access, credentials, tokens
from mep.accounts.basic import is_private, parse_basic
from mep.accounts.models import ApiToken, User

__all__ = ["BasicAuthentication", "BearerAuthentication", "SessionAuthentication"]

BEARER = "bearer"
WRONG = "Invalid username or password"


class BearerAuthentication(BaseAuthentication):
    """``Authorization: Bearer <token>``; the token's scopes limit what its login may do."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != BEARER:
            return None
        found = tokens.find_user(text.strip())
        if found is None:
            raise AuthenticationFailed("Invalid or expired token")
        return found

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="mep"'


class BasicAuthentication(BaseAuthentication):
    """``Authorization: Basic …``, over TLS or from this machine only."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header.lower().startswith("basic "):
            return None
        if not is_private(request):
            raise AuthenticationFailed("HTTP Basic needs HTTPS")
        return _user(*(parse_basic(header) or ("", ""))), None

    def authenticate_header(self, request: Request) -> str:
        return 'Basic realm="mep"'


def _user(username: str, password: str) -> User:
    login = credentials.check(username, password).login
    if login is None:
        raise AuthenticationFailed(WRONG)
    user = User.objects.select_related("account").get(pk=login.id)
    access.remember(user, login.rights)
    return user
