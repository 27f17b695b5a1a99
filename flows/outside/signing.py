"""Headers made from stored secrets: logging in, and signing what is sent."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from flows import secrets


class SecretMissing(Exception):
    """A secret that is named but not stored, or that can no longer be read."""


@dataclass(frozen=True, slots=True)
class Credential:
    """One header, and the texts in it that no log may show."""

    name: str
    value: str
    hidden: tuple[str, ...]


def login(account_id: int, auth: Mapping[str, str]) -> tuple[Credential, ...]:
    """Return the header that logs in, if there is to be one."""
    if not auth:
        return ()
    secret = _find(account_id, auth["secret"])
    match auth["mode"]:
        case "basic":
            pair = b64encode(f"{auth['login']}:{secret}".encode()).decode()
            return (Credential("Authorization", f"Basic {pair}", (secret, pair)),)
        case "bearer":
            return (Credential("Authorization", f"Bearer {secret}", (secret,)),)
        case "header":
            return (Credential(auth["header"], secret, (secret,)),)
    raise ValueError(f"no such way to log in: {auth['mode']}")


def signature(
    account_id: int, sign: Mapping[str, str], url: str, body: bytes | None
) -> tuple[Credential, ...]:
    """Return the header that proves who sent the request and that nobody changed it.

    It holds ``sha256=`` and the HMAC-SHA256, in hexadecimal, of the body; of the whole web address
    where there is no body.
    """
    if not sign:
        return ()
    secret = _find(account_id, sign["secret"])
    digest = hmac.new(secret.encode(), body or url.encode(), hashlib.sha256).hexdigest()
    return (Credential(sign["header"], f"sha256={digest}", (secret, digest)),)


def _find(account_id: int, public_id: str) -> str:
    value = secrets.find_value(account_id, public_id)
    if value is None:
        raise SecretMissing("The secret it uses is not stored any more, store it again")
    return value
