"""Encryption of what the database keeps but must not tell."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac


class Unreadable(Exception):
    """Something sealed under another key, or not by us."""


def seal(purpose: str, content: bytes) -> bytes:
    """Encrypt; what was sealed for one purpose cannot be opened for another."""
    return _cipher(purpose, settings.SECRET_KEY).encrypt(content)


def unseal(purpose: str, sealed: bytes) -> bytes:
    """Decrypt what ``seal`` made for the same purpose, or raise ``Unreadable``."""
    try:
        return _cipher(purpose, settings.SECRET_KEY).decrypt(sealed)
    except InvalidToken:
        raise Unreadable(f"this was not sealed for {purpose} with the present key") from None


@cache
def _cipher(purpose: str, key: str) -> Fernet:
    digest = salted_hmac(purpose, key, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
