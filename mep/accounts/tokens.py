"""Tokens for our own API: made once, shown once, kept as hashes."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from mep.accounts import access
from mep.accounts.models import ApiToken, User
from mep.accounts.rights import Rights
from mep.accounts.roles import Area, Level, OtherRole
from mep.base.errors import Conflict, Invalid

PREFIX = "mep_"
TOKEN_BYTES = 32
USED_EVERY = timedelta(minutes=1)
"""How exactly the last use is known; every call would otherwise write a row."""

SCOPES = frozenset(
    {f"{area.value}:{level.name.lower()}" for area in Area for level in Level if level}
    | {role.value for role in OtherRole}
)


def create_token(
    user: User, name: str, *, scopes: Iterable[str] = (), expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Create a token; the text returned beside it is never to be had again."""
    wanted = sorted(set(scopes))
    if unknown := set(wanted) - SCOPES:
        raise Invalid(f"unknown scope {min(unknown)}", code="invalid_scope", field="scopes")
    text = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    token = ApiToken(user=user, name=name, hash=_hash(text), scopes=wanted, expires_at=expires_at)
    try:
        with transaction.atomic():
            token.save()
    except IntegrityError:
        raise Conflict(f'token "{name}" already exists', field="name") from None
    return token, text


@transaction.atomic
def rotate_token(token: ApiToken) -> tuple[ApiToken, str]:
    """Revoke a token and create its successor with the same name, scopes and end."""
    revoke_token(token)
    return create_token(token.user, token.name, scopes=token.scopes, expires_at=token.expires_at)


def revoke_token(token: ApiToken) -> None:
    """Let a token in no more."""
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])


def find_user(text: str) -> tuple[User, ApiToken] | None:
    """Find the login a valid token stands for; it has no more rights than the token's scopes."""
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("user__account")
        .filter(Q(expires_at=None) | Q(expires_at__gt=now), hash=_hash(text), revoked_at=None)
        .first()
    )
    if token is None or not _rights(token).enabled:
        return None
    _note_use(token, now)
    return token.user, token


def _rights(token: ApiToken) -> Rights:
    rights = access.rights_of(token.user)
    if token.scopes:
        rights = rights.limited_to(token.scopes)
        access.remember(token.user, rights)
    return rights


def _note_use(token: ApiToken, now: datetime) -> None:
    if token.last_used_at is None or now - token.last_used_at > USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
