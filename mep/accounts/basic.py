"""HTTP Basic: reading the header, and where it may be used at all."""

import base64
import binascii
import ipaddress

from django.http import HttpRequest

SCHEME = "basic"


def parse_basic(header: str) -> tuple[str, str] | None:
    """Read name and password out of an Authorization header; ``None`` if they are not there."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != SCHEME:
        return None
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    name, colon, password = text.partition(":")
    return (name, password) if colon else None


def is_private(request: HttpRequest) -> bool:
    """Tell whether nobody can listen in: the call is encrypted or stays on this machine.

    One that a proxy on this machine passes on came from elsewhere.
    """
    if request.is_secure():
        return True
    is_passed_on = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    return not is_passed_on and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return not address or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
